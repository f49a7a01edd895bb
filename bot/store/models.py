"""The tables. Discord's ids are 64-bit numbers; times are in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.types import Json, Moment, Words


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can change it in any database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class AnswerRow(Base):
    """An answer that was given. `question_key` is the same for questions that differ in form.

    `in_context` marks a question that its own words don't ask again: it followed others, or was
    limited to some sources. `closed` says why a gap is none any more (a `Closed`).
    """

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    question: Mapped[str] = mapped_column(Words)
    question_key: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(16))
    generation: Mapped[str] = mapped_column(String(64))
    answer: Mapped[Any] = mapped_column(Json)
    user_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    guild_id: Mapped[int | None] = mapped_column(BigInteger)
    channel_id: Mapped[int | None] = mapped_column(BigInteger)
    in_context: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[str | None] = mapped_column(String(16))


class VoteRow(Base):
    """What a person thought of an answer; one vote a person."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("answer_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(BigInteger, index=True)
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)


class ReviewRow(Base):
    """What a moderator of a server decided about a question's answer."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("guild_id", "question_key"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    guild_id: Mapped[int] = mapped_column(BigInteger)
    question: Mapped[str] = mapped_column(Words)
    question_key: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    text: Mapped[str | None] = mapped_column(Words)
    by_id: Mapped[int] = mapped_column(BigInteger)
    by_name: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)


class GuildRow(Base):
    """The settings of one server."""

    __tablename__ = "guilds"

    guild_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    settings: Mapped[Any] = mapped_column(Json)


class MemberRow(Base):
    """The settings of one person."""

    __tablename__ = "members"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    settings: Mapped[Any] = mapped_column(Json)


class AuditRow(Base):
    """One act of a moderator: who, when, what, and how it ended."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str] = mapped_column(Words)
    guild_id: Mapped[int | None] = mapped_column(BigInteger)
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Words)
    outcome: Mapped[str] = mapped_column(Words)


class FeedRow(Base):
    """A feed that is watched, and what its server said last."""

    __tablename__ = "feeds"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(Words, unique=True)
    title: Mapped[str] = mapped_column(Words)
    trusted: Mapped[bool]
    added_by: Mapped[str] = mapped_column(Words)
    added_at: Mapped[datetime] = mapped_column(Moment)
    etag: Mapped[str | None] = mapped_column(Words)
    last_modified: Mapped[str | None] = mapped_column(Words)
    fetched_at: Mapped[datetime | None] = mapped_column(Moment)
    next_at: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(Words)


class ItemRow(Base):
    """An article that a feed brought, waiting for a moderator or decided by one."""

    __tablename__ = "queue"
    __table_args__ = (Index("ix_queue_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("feeds.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(Words, unique=True)
    title: Mapped[str] = mapped_column(Words)
    summary: Mapped[str] = mapped_column(Words)
    author: Mapped[str | None] = mapped_column(Words)
    publisher: Mapped[str | None] = mapped_column(Words)
    published: Mapped[str | None] = mapped_column(String(10))
    found_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[str | None] = mapped_column(Words)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    document: Mapped[str | None] = mapped_column(Words)


class OptionRow(Base):
    """A setting of the whole bot that moderators change while it runs."""

    __tablename__ = "options"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
