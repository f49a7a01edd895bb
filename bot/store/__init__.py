"""What the bot remembers: answers and votes, reviews, settings, feeds, and who did what.

`Store.open(url)` is the only way in; it brings the tables up to date. Each group of methods is an
attribute of the store, takes and returns frozen dataclasses, and never a row.
"""

from bot.store.answers import Answers, Asker, Closed, KeptAnswer
from bot.store.audit import Actor, Audit, AuditEntry
from bot.store.feedback import Feedback, Vote
from bot.store.feeds import Feed, FeedKind, Feeds
from bot.store.guilds import GuildConfig, Guilds
from bot.store.members import Members, MemberSettings
from bot.store.personal import Personal
from bot.store.queue import Item, ItemStatus, Queue
from bot.store.reviews import Review, Reviews, ReviewVerdict
from bot.store.store import Store, database_url

__all__ = [
    "Actor",
    "Answers",
    "Asker",
    "Audit",
    "AuditEntry",
    "Closed",
    "Feed",
    "FeedKind",
    "Feedback",
    "Feeds",
    "GuildConfig",
    "Guilds",
    "Item",
    "ItemStatus",
    "KeptAnswer",
    "MemberSettings",
    "Members",
    "Personal",
    "Queue",
    "Review",
    "ReviewVerdict",
    "Reviews",
    "Store",
    "Vote",
    "database_url",
]
