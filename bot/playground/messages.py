"""Posting, editing and deleting messages, and what of them the bot may read."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from urllib.parse import quote

from bot.playground import components as tree
from bot.playground.limits import check_message
from bot.playground.mentions import pings
from bot.playground.readable import bare
from bot.playground.state import FORUM, World
from bot.playground.wire import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SETTABLE_FLAGS,
    UPLOAD_LIMIT,
    ApiError,
    Json,
    Upload,
    invalid,
)

REPLY, COMMAND, CONTEXT_MENU = 19, 20, 23


class Messages:
    """The messages of the guild's channels."""

    def __init__(self, world: World) -> None:
        self._world = world

    def post(
        self,
        channel_id: str,
        author: str,
        body: Json,
        files: Mapping[str, Upload] | None = None,
        *,
        only_for: str | None = None,
        extra: Json | None = None,
        loading: bool = False,
    ) -> Json:
        """Check a new message and put it into its channel.

        Args:
            channel_id: Where.
            author: The writer's user id.
            body: Discord's body of a message.
            files: The uploads, by the id that `body["attachments"]` gives them.
            only_for: The person an ephemeral message is for.
            extra: Further keys of the message (webhook id, interaction metadata, type).
            loading: The placeholder of a deferred answer: empty, with the LOADING flag.

        Raises:
            ApiError: What Discord would refuse.
        """
        world = self._world
        channel = world.channel(channel_id)
        if channel["type"] == FORUM:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        message: Json = {
            "id": world.ids.next(),
            "channel_id": channel_id,
            "type": 0,
            "author": world.users[author],
            "content": "",
            "timestamp": world.now(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "flags": int(body.get("flags") or 0) & SETTABLE_FLAGS & ~EPHEMERAL,
            "only_for": only_for,
            "pings": [],
            **(extra or {}),
        }
        if body.get("nonce") is not None:
            message["nonce"] = body["nonce"]
        if only_for:
            message["flags"] |= EPHEMERAL
        self._reference(message, body)
        if loading:
            message["flags"] |= LOADING
        else:
            self._fill(message, body, files or {}, pinging=True)
        self._unarchive(channel)
        world.messages[channel_id][message["id"]] = message
        if not only_for:
            channel["last_message_id"] = message["id"]
        if "message_count" in channel:
            channel["message_count"] += 1
            channel["total_message_sent"] += 1
        world.emit("MESSAGE_CREATE", message, only_for)
        return message

    def edit(self, message: Json, body: Json, files: Mapping[str, Upload] | None = None) -> Json:
        """Check an edit and make it.

        Raises:
            ApiError: What Discord would refuse.
        """
        world = self._world
        channel = world.channel(message["channel_id"])
        if (channel.get("thread_metadata") or {}).get("archived"):
            raise ApiError(400, 50083, "Thread is archived")
        loading = bool(message["flags"] & LOADING)
        given = body.get("flags")
        if given is not None and message["flags"] & COMPONENTS_V2 and not given & COMPONENTS_V2:
            raise invalid(
                ("flags",),
                "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
                "The MessageFlags.IS_COMPONENTS_V2 flag cannot be removed",
            )
        draft = {**message, "flags": message["flags"] & ~LOADING}
        if given is not None:
            # Ephemerality is fixed when the answer begins; an edit can't change it.
            own = SETTABLE_FLAGS & ~EPHEMERAL
            draft["flags"] = draft["flags"] & ~(own & ~COMPONENTS_V2) | int(given) & own
        self._fill(draft, body, files or {}, pinging=loading)
        if not loading:
            draft["edited_timestamp"] = world.now()
        message.clear()
        message.update(draft)
        world.emit("MESSAGE_UPDATE", message, message["only_for"])
        return message

    def delete(self, message: Json) -> None:
        """Take a message away."""
        channel_id = message["channel_id"]
        self._world.messages[channel_id].pop(message["id"], None)
        data = {"id": message["id"], "channel_id": channel_id}
        if "guild_id" in self._world.channel(channel_id):
            data["guild_id"] = self._world.guild["id"]
        self._world.emit("MESSAGE_DELETE", data, message["only_for"])

    def _fill(
        self, message: Json, body: Json, files: Mapping[str, Upload], *, pinging: bool
    ) -> None:
        """Write a body's fields into a message, checking the message that results.

        An edit pings nobody (`pinging` false), save the one that ends a placeholder.
        """
        world = self._world
        for key in ("content", "embeds", "components"):
            if key in body:
                # A copy: the request is kept as it came, the message gets ids and addresses.
                message[key] = copy.deepcopy(body[key]) or ("" if key == "content" else [])
        message["embeds"] = [{"type": "rich", **embed} for embed in message["embeds"]]
        check_message({**message, "poll": body.get("poll"), "sticker_ids": body.get("sticker_ids")})
        message["attachments"] = self._attachments(message, body, files)
        if not any(message[key] for key in ("content", "embeds", "components", "attachments")):
            raise ApiError(400, 50006, "Cannot send an empty message")
        self._link_media(message)
        tree.number(message["components"])
        if not pinging:
            return
        text = "\n".join([message["content"], *tree.texts(message["components"])])
        replied = message.get("referenced_message")
        message["pings"] = pings(
            text,
            body.get("allowed_mentions"),
            users=world.users,
            roles=world.roles,
            interaction="webhook_id" in message,
            replied_to=replied["author"]["id"] if replied else None,
        )
        users = [one for one in message["pings"] if one in world.users]
        message["mentions"] = [world.users[one] for one in users]
        message["mention_roles"] = [one[1:] for one in message["pings"] if one[0] == "&"]
        message["mention_everyone"] = bool({"everyone", "here"} & set(message["pings"]))

    def _attachments(self, message: Json, body: Json, files: Mapping[str, Upload]) -> list[Json]:
        """Return the attachments that stay and those newly uploaded."""
        described = body.get("attachments")
        kept = {one["id"]: one for one in message["attachments"]}
        if described is None:
            described = [{"id": one} for one in kept] + [{"id": one} for one in files]
        result = []
        for one in described:
            name = str(one["id"])
            if name in kept:
                result.append(kept[name])
            elif name in files:
                result.append(self._keep(message["channel_id"], files[name], one))
            else:
                raise invalid(("attachments",), "BASE_TYPE_CHOICES", f"No file for id {name}.")
        if len(result) > 10:
            raise invalid(
                ("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."
            )
        return result

    def _keep(self, channel_id: str, upload: Upload, described: Json) -> Json:
        if len(upload.content) > UPLOAD_LIMIT:
            raise ApiError(413, 40005, "Request entity too large")
        return self.store(
            upload, channel_id, described.get("filename"), described.get("description")
        )

    def store(
        self, upload: Upload, channel_id: str, name: str | None = None, about: str | None = None
    ) -> Json:
        """Keep a file and return its attachment object."""
        world = self._world
        attachment_id = world.ids.next()
        name = (name or upload.filename or "file").rsplit("/", 1)[-1]
        key = f"{channel_id}/{attachment_id}/{name}"
        world.files[key] = Upload(name, upload.content_type, upload.content)
        url = f"{world.origin}/attachments/{quote(key)}"
        attachment: Json = {
            "id": attachment_id,
            "filename": name,
            "size": len(upload.content),
            "url": url,
            "proxy_url": url,
            "content_type": upload.content_type,
        }
        if about:
            attachment["description"] = about
        world.attachments[attachment_id] = attachment
        return attachment

    def _link_media(self, message: Json) -> None:
        """Replace `attachment://name` by the address the file is served at."""
        files = {one["filename"]: one for one in message["attachments"]}

        def link(item: Json, path: tuple[str | int, ...]) -> Json:
            """Return the file behind the item; nothing for one that lies elsewhere."""
            url = item.get("url") or ""
            if not url.startswith("attachment://"):
                item.setdefault("proxy_url", url)
                return {}
            name = url.removeprefix("attachment://")
            if name not in files:
                raise invalid(
                    (*path, "url"),
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The referenced attachment '{name}' was not found",
                )
            item["url"] = item["proxy_url"] = files[name]["url"]
            return dict(files[name])

        for path, item in tree.media(message["components"]):
            file = link(item, path)
            item.setdefault("id", file.get("id") or self._world.ids.next())
            if file:
                item |= {"attachment_id": file["id"], "content_type": file["content_type"]}
        tree.describe_media(message["components"], files)
        for at, embed in enumerate(message["embeds"]):
            for key in ("image", "thumbnail"):
                if embed.get(key):
                    link(embed[key], ("embeds", at, key))

    def _reference(self, message: Json, body: Json) -> None:
        """Make the message a reply to the one its body names."""
        reference = body.get("message_reference")
        if not reference:
            return
        target = self._world.messages[message["channel_id"]].get(str(reference["message_id"]))
        if target is None:
            if reference.get("fail_if_not_exists", True):
                raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return
        message["type"] = REPLY
        message["message_reference"] = {
            "type": 0,
            "message_id": target["id"],
            "channel_id": message["channel_id"],
        }
        message["referenced_message"] = {
            key: value for key, value in bare(target).items() if key != "referenced_message"
        }

    def _unarchive(self, channel: Json) -> None:
        """A message in an archived thread opens it again, unless it is locked."""
        state = channel.get("thread_metadata")
        if not state or not state["archived"]:
            return
        if state["locked"]:
            raise ApiError(400, 50083, "Thread is archived")
        state |= {"archived": False, "archive_timestamp": self._world.now()}
        self._world.emit("THREAD_UPDATE", channel)
