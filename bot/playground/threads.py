"""Threads: opened from a message, without one, or as a forum post; archived and renamed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground import permissions as may
from bot.playground.messages import Messages
from bot.playground.state import FORUM, World
from bot.playground.wire import HAS_THREAD, ApiError, FormErrors, Json, Upload, invalid

_ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


def _check(body: Json) -> None:
    form = FormErrors()
    form.length(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration") not in (None, *_ARCHIVE_MINUTES):
        form.add(
            ("auto_archive_duration",),
            "BASE_TYPE_CHOICES",
            f"Value must be one of {_ARCHIVE_MINUTES}.",
        )
    form.raise_if_any()


def _minutes(body: Json) -> int:
    return int(body.get("auto_archive_duration") or 1440)


def from_message(world: World, messages: Messages, who: str, message: Json, body: Json) -> Json:
    """Open a thread from a message; it takes the message's id.

    Raises:
        ApiError: 403 without the permission, 160004 a second thread, 50035 a bad name.
    """
    channel = world.channel(message["channel_id"])
    may.require(world.permissions(who, channel), may.CREATE_PUBLIC_THREADS)
    if "guild_id" not in channel or "thread_metadata" in channel:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    if message["flags"] & HAS_THREAD:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    if message["only_for"]:
        raise ApiError(404, 10008, "Unknown Message")
    _check(body)
    thread = world.add_thread(channel["id"], who, body["name"], _minutes(body), message["id"])
    message["flags"] |= HAS_THREAD
    message["thread"] = dict(thread)
    world.emit("MESSAGE_UPDATE", message)
    return thread


def alone(
    world: World,
    messages: Messages,
    who: str,
    channel: Json,
    body: Json,
    files: Mapping[str, Upload] | None = None,
) -> Json:
    """Open a thread without a message, or a forum post with its first message.

    Raises:
        ApiError: 403 without the permission, 50035 a bad name or a post without a message.
    """
    forum = channel["type"] == FORUM
    if "guild_id" not in channel or "thread_metadata" in channel:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    held = world.permissions(who, channel)
    may.require(held, may.SEND_MESSAGES if forum else may.CREATE_PUBLIC_THREADS)
    _check(body)
    if not forum:
        return world.add_thread(channel["id"], who, body["name"], _minutes(body))
    if not isinstance(body.get("message"), dict):
        raise invalid(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    thread = world.add_thread(channel["id"], who, body["name"], _minutes(body))
    try:
        first = messages.post(thread["id"], who, body["message"], files, extra={"id": thread["id"]})
    except ApiError:
        remove(world, thread)
        raise
    return {**thread, "message": first}


def change(world: World, who: str, thread: Json, body: Json) -> Json:
    """Rename, archive, lock or open a thread.

    Raises:
        ApiError: 403 without Manage Threads (its owner may rename and archive it).
    """
    state = thread["thread_metadata"]
    held = world.permissions(who, thread)
    if thread["owner_id"] != who or "locked" in body:
        may.require(held, may.MANAGE_THREADS)
    if state["archived"] and body.get("archived") is not False:
        raise ApiError(400, 50083, "Thread is archived")
    if "name" in body:
        _check({"name": body["name"]})
        thread["name"] = body["name"]
    for key in ("archived", "locked", "auto_archive_duration"):
        if key in body:
            state[key] = body[key]
    if "archived" in body:
        state["archive_timestamp"] = world.now()
    world.emit("THREAD_UPDATE", thread)
    return thread


def remove(world: World, thread: Json) -> None:
    """Take a thread away."""
    world.emit(
        "THREAD_DELETE", {key: thread[key] for key in ("id", "guild_id", "parent_id", "type")}
    )
    world.channels.pop(thread["id"])
    world.messages.pop(thread["id"])
