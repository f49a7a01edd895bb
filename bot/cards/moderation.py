"""What moderators see of feeds, gaps, reports, the audit log and a server's settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from discord import ui

from bot.cards.keeping import ACTS, ENTRIES_SHOWN, Rows, ago
from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, clip_escaped, escape, link
from bot.cards.notice import CARE, GOOD, PLAIN, notice
from bot.cards.phrases import Say
from bot.gaps import Gap
from bot.moderation import Report
from bot.store import AuditEntry, Feed, GuildConfig, Item, Review, ReviewVerdict
from bot.store.audit import BEGUN, DONE, FAILED, INTERRUPTED

# Each takes three of the 40 components of a message; the box, its heading and a menu take four.
GAPS_SHOWN = 12
FEEDS_SHOWN = 20
REASONS_SHOWN = 5
VERDICTS = {
    ReviewVerdict.ENDORSED: "endorsed",
    ReviewVerdict.CORRECTED: "corrected",
    ReviewVerdict.HIDDEN: "hidden",
}

# A fault is kept in the words it was told in.
OUTCOMES = {word: word for word in (BEGUN, DONE, FAILED, INTERRUPTED)}


def feeds_card(feeds: Sequence[Feed], hours: float, say: Say) -> ui.LayoutView:
    """Return what is watched, how often, how the last fetch went and when the next is."""
    lines = [
        f"**{say('Feeds')} ({len(feeds)})**",
        say("Each feed is fetched about every {hours} hours.", hours=f"{hours:g}"),
    ]
    for feed in feeds[:FEEDS_SHOWN]:
        state = say("trusted") if feed.trusted else say("reviewed")
        times = []
        if feed.fetched_at:
            times.append(say("fetched {time}", time=ago(feed.fetched_at.isoformat())))
        if feed.next_at:
            times.append(say("again {time}", time=ago(feed.next_at.isoformat())))
        # A number with a full stop would begin a list, which counts on by itself.
        title = f"**{feed.id}** {escape(clip(feed.title, 100))}"
        lines.append(" · ".join((title, state, *times)))
        if feed.fault:
            lines.append(f"-# {escape(clip(feed.fault, 200))}")
    if not feeds:
        lines.append(say("None yet; add one with /corpus feeds add."))
    return notice(*lines)


def item_card(item: Item | None, waiting: int, say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return one item of the queue, and how many wait."""
    if item is None:
        return notice(say("The queue is empty."), colour=GOOD)
    known = [escape(clip(item.publisher, 80))] if item.publisher else []
    known += [say.date(item.published)] if item.published else []
    return notice(
        f"**{say('In the queue: {number}', number=waiting)}**",
        link(f"**{escape(clip(item.title, 200))}**", item.url),
        " · ".join(known),
        escape(clip(item.summary, 500)),
        colour=PLAIN,
        rows=rows,
    )


def gaps_card(
    gaps: Sequence[Gap], say: Say, button: Callable[[Gap], ui.Item[Any]], rows: Rows = ()
) -> ui.LayoutView:
    """Return what was asked and not answered well, the most frequent first, each with a button."""
    if not gaps:
        return notice(say("No question was left open."), colour=GOOD)
    view = ui.LayoutView(timeout=None)
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    container.add_item(ui.TextDisplay(f"**{say('Questions left open')} ({len(gaps)})**"))
    for gap in gaps[:GAPS_SHOWN]:
        line = (
            f"{len(gap.answers)}× {clip_escaped(gap.question, 200)} · "
            f"{ago(gap.answers[0].at.isoformat())}"
        )
        container.add_item(ui.Section(ui.TextDisplay(line), accessory=button(gap)))
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    return view


def review_card(
    report: Report | None,
    waiting: int,
    say: Say,
    rows: Rows = (),
    decided: Review | None = None,
) -> ui.LayoutView:
    """Return an answer that somebody reported, why, how many there are, and the last decision."""
    last = []
    if decided:
        question = escape(clip(decided.question, 200))
        verdict = say(VERDICTS[decided.verdict])
        last.append(f"-# {say('{question}: {verdict}', question=question, verdict=verdict)}")
    if report is None:
        return notice(say("No answer was reported."), *last, colour=GOOD, rows=rows)
    answer = report.kept
    text = "\n".join(statement.text for statement in answer.answer.statements)
    return notice(
        f"**{say('Reported answers: {number}', number=waiting)}**",
        f"**{escape(clip(answer.answer.question, 300))}**",
        escape(clip(text or say("The corpus did not hold the answer."), MESSAGE_TEXT // 3)),
        say.many(
            "Found unhelpful by {number} person, {time}",
            "Found unhelpful by {number} people, {time}",
            report.votes,
            time=ago(answer.at.isoformat()),
        ),
        *(
            f"> {escape(clip(' '.join(reason.split()), 200))}"
            for reason in report.reasons[:REASONS_SHOWN]
        ),
        *last,
        colour=CARE,
        rows=rows,
    )


def audit_card(entries: Sequence[AuditEntry], say: Say) -> ui.LayoutView:
    """Return who did what, when, and how it ended."""
    lines = [f"**{say('Audit log')}**"]
    lines += [
        f"{ago(entry.at.isoformat())} {escape(clip(entry.actor.name, 40))}: "
        f"{say(ACTS.get(entry.act, entry.act))} {escape(clip(entry.subject, 60))} · "
        f"{escape(clip(say(OUTCOMES.get(entry.outcome, entry.outcome)), 60))}"
        for entry in entries[:ENTRIES_SHOWN]
    ]
    return notice(*lines)


def config_card(config: GuildConfig, say: Say) -> ui.LayoutView:
    """Return a server's settings."""

    def channels(ids: Sequence[int]) -> str:
        return ", ".join(f"<#{id_}>" for id_ in ids)

    return notice(
        f"**{say('Settings of this server')}**",
        f"{say('Channels')}: {channels(config.allowed_channels) or say('all')}",
        f"{say('Answered without being asked')}: {channels(config.auto_channels) or say('none')}",
        f"{say('Moderators')}: "
        + (f"<@&{config.moderator_role}>" if config.moderator_role else say("Manage Server")),
        say(
            "Seconds between questions: {person} of one person, {channel} in one channel, "
            "{server} in the whole server",
            person=f"{config.user_cooldown:g}",
            channel=f"{config.channel_cooldown:g}",
            server=f"{config.guild_cooldown:g}",
        ),
        f"{say('Questions for people go to')}: "
        + (f"<#{config.human_channel}>" if config.human_channel else say("nowhere")),
        f"{say('Mark answers that nobody reviewed')}: "
        + (say("yes") if config.label_unreviewed else say("no")),
    )
