"""Who may do what in which channel, computed as Discord computes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.playground.wire import ApiError, Json

CREATE_INVITE = 1 << 0
ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38

EVERYONE = (
    CREATE_INVITE
    | ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | MENTION_EVERYONE
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
)
MODERATOR = MANAGE_GUILD | MANAGE_CHANNELS | MANAGE_MESSAGES | MANAGE_THREADS
ALL = (1 << 53) - 1

THREAD_TYPES = (10, 11, 12)


def in_channel(
    user_id: str,
    guild: Json,
    roles: Mapping[str, Json],
    member_roles: Iterable[str],
    overwrites: Iterable[Json],
) -> int:
    """Return the permission bits a member holds (developers/topics/permissions.mdx).

    Args:
        user_id: Whose permissions.
        guild: The guild; its owner may do everything.
        roles: Role id to role.
        member_roles: The ids of the member's roles, without @everyone.
        overwrites: The channel's permission overwrites.
    """
    if guild["owner_id"] == user_id:
        return ALL
    own = set(member_roles)
    bits = int(roles[guild["id"]]["permissions"])
    for role in own:
        bits |= int(roles[role]["permissions"])
    if bits & ADMINISTRATOR:
        return ALL
    by_id = {one["id"]: one for one in overwrites}
    if guild["id"] in by_id:
        bits = bits & ~int(by_id[guild["id"]]["deny"]) | int(by_id[guild["id"]]["allow"])
    deny = allow = 0
    for role in own & by_id.keys():
        deny |= int(by_id[role]["deny"])
        allow |= int(by_id[role]["allow"])
    bits = bits & ~deny | allow
    if user_id in by_id:
        bits = bits & ~int(by_id[user_id]["deny"]) | int(by_id[user_id]["allow"])
    return bits if bits & VIEW_CHANNEL else 0


def require(held: int, *needed: int) -> None:
    """Refuse a bot that lacks a permission.

    Raises:
        ApiError: 403 with 50001 if the channel is invisible, else 50013.
    """
    if not held & VIEW_CHANNEL:
        raise ApiError(403, 50001, "Missing Access")
    if any(not held & one for one in needed):
        raise ApiError(403, 50013, "Missing Permissions")
