"""What of a message the bot may read, and where it may write one."""

from __future__ import annotations

from bot.playground import permissions as may
from bot.playground.state import World
from bot.playground.wire import Json

# Keys kept beside Discord's own; they never travel to the bot.
OWN_KEYS = ("pings", "only_for")
MESSAGE_CONTENT_INTENT = 1 << 15


def for_bot(message: Json, bot: str, intents: int, *, direct: bool, target: bool = False) -> Json:
    """Return a message as the bot gets it.

    Without the message-content intent the content is empty, except in direct messages, when the
    message mentions the bot, when it is the bot's own, and as the target of a context menu
    (developers/events/gateway.mdx, "Message Content Intent"). A reply to an interaction's message
    doesn't count as a mention.

    Args:
        message: The message as it is kept.
        bot: The bot's user id.
        intents: The bot's intents.
        direct: Whether it is in a direct message.
        target: Whether it came with an interaction of this message.
    """
    shown = bare(message)
    replied = message.get("referenced_message")
    named = any(user["id"] == bot for user in message["mentions"])
    if named and replied and "webhook_id" in replied and f"<@{bot}>" not in message["content"]:
        named = False
    readable = (
        intents & MESSAGE_CONTENT_INTENT
        or direct
        or target
        or named
        or message["author"]["id"] == bot
    )
    if not readable:
        shown |= {"content": "", "embeds": [], "attachments": [], "components": []}
    if replied:
        shown["referenced_message"] = for_bot(replied, bot, intents, direct=direct, target=target)
    return shown


def bare(message: Json) -> Json:
    """Return a message without the keys that are the playground's own."""
    shown = {key: value for key, value in message.items() if key not in OWN_KEYS}
    if replied := message.get("referenced_message"):
        shown["referenced_message"] = bare(replied)
    return shown


def foreign(message: Json) -> bool:
    """Whether it answers somebody who alone installed the bot: only its token reaches it then."""
    about = message.get("interaction_metadata") or {}
    return "0" not in about.get("authorizing_integration_owners", {"0": ""})


def require_post(world: World, channel: Json, body: Json, *, files: bool) -> None:
    """Refuse the bot's message where it lacks a permission.

    Raises:
        ApiError: 403 with 50001 or 50013.
    """
    held = world.permissions(world.bot, channel)
    needed = [may.SEND_MESSAGES]
    if files:
        needed.append(may.ATTACH_FILES)
    if body.get("embeds"):
        needed.append(may.EMBED_LINKS)
    if body.get("message_reference"):
        needed.append(may.READ_MESSAGE_HISTORY)
    may.require(held, *needed)
