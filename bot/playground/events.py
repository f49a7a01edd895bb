"""What of the things that happen a session of the bot hears, by intent, shard and permission."""

from __future__ import annotations

from bot.playground import permissions as may
from bot.playground.opcodes import GUILD_MEMBERS, GUILDS
from bot.playground.readable import for_bot, foreign
from bot.playground.sessions import Session
from bot.playground.state import DIRECT, World
from bot.playground.wire import Event, Json

# An event's intent in a guild and in a direct message; events without one always travel.
_INTENTS = {"MESSAGE": (1 << 9, 1 << 12), "TYPING": (1 << 11, 1 << 14)}
_GUILD_EVENTS = ("GUILD", "CHANNEL", "THREAD")


def holds_guild(world: World, session: Session) -> bool:
    """Whether the guild is on this session's shard."""
    number, count = session.shard
    return (int(world.guild["id"]) >> 22) % count == number


def shown(world: World, session: Session, event: Event) -> Json | None:
    """Return the event as this session gets it; None if it doesn't."""
    data = event.data
    channel = world.channels.get(data.get("channel_id") or data.get("parent_id") or data["id"])
    direct = channel is not None and channel["type"] == DIRECT
    if not (session.shard[0] == 0 if direct else holds_guild(world, session)):
        return None
    if event.name == "INTERACTION_CREATE":
        return data
    if direct and event.name.startswith("CHANNEL"):
        # Discord stopped announcing direct-message channels to bots.
        return None
    kind = event.name.partition("_")[0]
    if kind in _INTENTS and not session.intents & _INTENTS[kind][direct]:
        return None
    if kind in _GUILD_EVENTS and not direct and not session.intents & GUILDS:
        return None
    if channel is not None and not world.permissions(world.bot, channel) & may.VIEW_CHANNEL:
        return None
    if event.name not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        return data if event.only_for is None else None
    if data["only_for"] or (foreign(data) and not direct):
        return None
    message = for_bot(data, world.bot, session.intents, direct=direct)
    if not direct:
        message["guild_id"] = world.guild["id"]
        member = world.members[data["author"]["id"]]
        message["member"] = {key: value for key, value in member.items() if key != "user"}
    return message


def guild_for_bot(world: World, intents: int) -> Json:
    """Return the guild as GUILD_CREATE carries it."""
    seen = [
        one
        for one in world.channels.values()
        if one["type"] != DIRECT and world.sees(world.bot, one["id"])
    ]
    everyone = intents & GUILD_MEMBERS
    return {
        **world.guild,
        "roles": list(world.roles.values()),
        "joined_at": world.members[world.bot]["joined_at"],
        "large": False,
        "unavailable": False,
        "member_count": len(world.members),
        "voice_states": [],
        "members": list(world.members.values()) if everyone else [world.members[world.bot]],
        "channels": [one for one in seen if "thread_metadata" not in one],
        "threads": [one for one in seen if "thread_metadata" in one],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
