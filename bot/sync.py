"""Tell Discord the commands only when they changed: it allows 200 changes a day and server."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.client import ChokepointBot

_log = logging.getLogger(__name__)


async def sync_commands(bot: ChokepointBot, record: Path) -> bool:
    """Register the commands unless Discord holds this very set; return whether it was needed.

    `record` keeps a hash of what was sent last and the versions Discord gave it, so that commands
    changed by somebody else, or lost, are registered again.
    """
    translator = bot.tree.translator
    payload = [
        await command.get_translated_payload(bot.tree, translator)
        if translator
        else command.to_dict(bot.tree)
        for command in bot.tree.get_commands()
    ]
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    assert bot.application_id is not None
    held: Any = await bot.http.get_global_commands(bot.application_id)
    state = {"digest": digest, "versions": _versions(held)}
    if held and await asyncio.to_thread(_read, record) == state:
        return False
    registered: Any = await bot.http.bulk_upsert_global_commands(bot.application_id, payload)
    state["versions"] = _versions(registered)
    await asyncio.to_thread(record.write_text, json.dumps(state), encoding="utf-8")
    _log.info("%d commands registered", len(registered))
    return True


def _versions(commands: list[dict[str, Any]]) -> list[list[str]]:
    return sorted([str(command["id"]), str(command.get("version"))] for command in commands)


def _read(record: Path) -> Any:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
