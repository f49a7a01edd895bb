"""Whom a message would ping, by Discord's allowed-mentions rules."""

from __future__ import annotations

import re
from collections.abc import Container

from bot.playground.wire import Json, invalid

_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_CODE = re.compile(r"```.*?```|``.+?``|`[^`\n]+`", re.DOTALL)


def pings(
    text: str,
    allowed: Json | None,
    *,
    users: Container[str],
    roles: Container[str],
    interaction: bool,
    replied_to: str | None = None,
) -> list[str]:
    """Return whom the text would ping: user ids, `&`-prefixed role ids, `everyone`, `here`.

    Without `allowed_mentions` a regular message pings all it names and an interaction's message
    only users (developers/resources/message.mdx, "Allowed Mentions Object").

    Raises:
        ApiError: 400 with 50035 if `allowed` names a kind in `parse` and lists it too.
    """
    if allowed is None:
        parse = {"users"} if interaction else {"users", "roles", "everyone"}
        allowed = {"replied_user": not interaction}
    else:
        parse = set(allowed.get("parse") or [])
    for kind in ("users", "roles"):
        if kind in parse and allowed.get(kind):
            raise invalid(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )
    bare = _CODE.sub("", text)
    listed_users, listed_roles = allowed.get("users") or [], allowed.get("roles") or []
    found = [
        one
        for one in dict.fromkeys(_USER.findall(bare))
        if one in users and ("users" in parse or one in listed_users)
    ]
    found += [
        f"&{one}"
        for one in dict.fromkeys(_ROLE.findall(bare))
        if one in roles and ("roles" in parse or one in listed_roles)
    ]
    if "everyone" in parse:
        found += list(dict.fromkeys(_EVERYONE.findall(bare)))
    if replied_to and allowed.get("replied_user") and replied_to not in found:
        found.append(replied_to)
    return found
