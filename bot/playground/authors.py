"""What a person writes in the client: messages, threads, posts of a forum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.playground import permissions as may
from bot.playground import threads
from bot.playground.limits import CONTENT
from bot.playground.messages import Messages
from bot.playground.reach import Reach
from bot.playground.state import DIRECT, FORUM, World
from bot.playground.wire import ApiError, Json, Refused, Upload


class Authors:
    """What the guild's people write. Channels, messages and people are given by id."""

    def __init__(self, world: World, messages: Messages, reach: Reach) -> None:
        self._world = world
        self._messages = messages
        self._reach = reach

    def say(
        self,
        user: str,
        channel: str,
        content: str = "",
        *,
        reply_to: str | None = None,
        attachments: Sequence[Json] = (),
    ) -> Json:
        """Write a message and return it.

        Raises:
            Refused: The person can't write there, or the text is empty or too long.
        """
        place = self._reach.place(user, channel)
        self._reach.need(user, place, may.SEND_MESSAGES, "You can't write in this channel.")
        if not content.strip() and not attachments:
            raise Refused("An empty message can't be sent.")
        if len(content) > CONTENT:
            raise Refused(f"A message can hold {CONTENT} characters; this one has {len(content)}.")
        body: Json = {"content": content}
        if reply_to:
            body["message_reference"] = {"message_id": reply_to}
        files = [self._world.attachments[one["id"]] for one in attachments]
        with _plainly():
            return self._messages.post(channel, user, body, extra={"attachments": files})

    def upload(self, name: str, content: bytes, content_type: str) -> Json:
        """Upload a file, for a message, a command's option or a form, and return what it is."""
        return self._messages.store(Upload(name, content_type, content), "uploads")

    def thread(
        self,
        user: str,
        channel: str,
        name: str,
        *,
        message: str | None = None,
        content: str | None = None,
    ) -> Json:
        """Open a thread (from a message, or a forum post with `content`) and return it.

        Raises:
            Refused: The person can't open one there, or it needs a name or a text.
        """
        place = self._reach.place(user, channel)
        body: Json = {"name": name.strip()}
        if not body["name"]:
            raise Refused("A thread needs a name.")
        with _plainly():
            if message:
                source = self._reach.seen(user, message)
                return threads.from_message(self._world, self._messages, user, source, body)
            if place["type"] == FORUM:
                if not (content or "").strip():
                    raise Refused("A post needs a text.")
                body["message"] = {"content": content}
            thread = threads.alone(self._world, self._messages, user, place, body)
            if content and place["type"] != FORUM:
                self.say(user, thread["id"], content)
            return thread

    def type_in(self, user: str, channel: str) -> None:
        """Show that a person is writing."""
        place = self._reach.place(user, channel)
        data: Json = {
            "channel_id": channel,
            "user_id": user,
            "timestamp": int(self._world.clock()),
        }
        if place["type"] != DIRECT:
            data |= {"guild_id": self._world.guild["id"], "member": self._world.members[user]}
        self._world.emit("TYPING_START", data)


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn Discord's refusal into the sentence a person sees."""
    try:
        yield
    except ApiError as error:
        raise Refused(f"{error.message}.") from error
