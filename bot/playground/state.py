"""The playground's one guild: its people, roles, channels, files and what happens in it."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground import permissions as may
from bot.playground.commands import Commands
from bot.playground.locales import DEFAULT
from bot.playground.wire import Event, Json, Pulse, Refused, Snowflakes, Upload, timestamp, unknown

TEXT_CHANNEL, DIRECT, PUBLIC_THREAD, FORUM = 0, 1, 11, 15
BOT_PERMISSIONS = (
    may.VIEW_CHANNEL
    | may.SEND_MESSAGES
    | may.SEND_MESSAGES_IN_THREADS
    | may.CREATE_PUBLIC_THREADS
    | may.EMBED_LINKS
    | may.ATTACH_FILES
    | may.READ_MESSAGE_HISTORY
    | may.ADD_REACTIONS
)


class World:
    """Everything the bot and the pages see. Changes are announced to the listeners."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.pulse = Pulse()
        self.listeners: list[Callable[[Event], None]] = []
        self.commands = Commands()
        self.origin = ""
        self.users: dict[str, Json] = {}
        self.members: dict[str, Json] = {}
        self.locales: dict[str, str] = {}
        self.roles: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.messages: dict[str, dict[str, Json]] = {}
        self.files: dict[str, Upload] = {}
        self.attachments: dict[str, Json] = {}
        self.guild: Json = {}
        self.foreign_guild = self.ids.next()
        self.foreign_channel = ""
        self.bot = ""
        self.bot_intents = 0
        self.bot_online = False

    def emit(self, name: str, data: Json, only_for: str | None = None) -> None:
        """Announce something that happened."""
        for listener in list(self.listeners):
            listener(Event(name, data, only_for))
        self.pulse.ring()

    def now(self) -> str:
        """Return the moment as Discord writes it."""
        return timestamp(self.clock())

    # People and roles.

    def add_user(
        self, name: str, shown: str, roles: tuple[str, ...] = (), bot: bool = False
    ) -> str:
        """Add a person (or the bot) to the guild and return the user id."""
        user_id = self.ids.next()
        self.users[user_id] = {
            "id": user_id,
            "username": name,
            "global_name": shown,
            "discriminator": "0",
            "avatar": None,
            "bot": bot,
            "flags": 0,
            "public_flags": 0,
            "primary_guild": None,
        }
        self.members[user_id] = {
            "user": self.users[user_id],
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": list(roles),
            "joined_at": self.now(),
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
        return user_id

    def add_role(self, name: str, permissions: int, role_id: str | None = None) -> str:
        """Add a role and return its id."""
        role_id = role_id or self.ids.next()
        self.roles[role_id] = {
            "id": role_id,
            "name": name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": len(self.roles),
            "permissions": str(permissions),
            "managed": False,
            "mentionable": True,
            "flags": 0,
        }
        return role_id

    def user(self, user_id: str) -> Json:
        """Return a person.

        Raises:
            Refused: Nobody has this id.
        """
        if user_id not in self.users:
            raise Refused(f"There is no person {user_id} in the playground.")
        return self.users[user_id]

    def locale(self, user_id: str) -> str:
        """Return the language that a person's client is set to."""
        return self.locales.get(user_id, DEFAULT)

    # Channels.

    def add_channel(
        self,
        name: str,
        kind: int = TEXT_CHANNEL,
        topic: str = "",
        overwrites: list[Json] | None = None,
    ) -> str:
        """Add a channel to the guild and return its id."""
        channel_id = self.ids.next()
        self.channels[channel_id] = {
            "id": channel_id,
            "guild_id": self.guild["id"],
            "type": kind,
            "name": name,
            "topic": topic or None,
            "position": len(self.channels),
            "permission_overwrites": overwrites or [],
            "parent_id": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "last_message_id": None,
            "flags": 0,
        }
        if kind == FORUM:
            self.channels[channel_id] |= {
                "available_tags": [],
                "default_reaction_emoji": None,
                "default_sort_order": None,
                "default_forum_layout": 0,
            }
        self.messages[channel_id] = {}
        return channel_id

    def add_foreign_channel(self) -> None:
        """Add a channel of a guild that the bot isn't in, for who installed it for themselves."""
        self.foreign_channel = self.add_channel("elsewhere")
        self.channels[self.foreign_channel]["guild_id"] = self.foreign_guild

    def direct(self, user_id: str) -> str:
        """Return the id of the direct-message channel between a person and the bot."""
        person = self.user(user_id)
        for channel in self.channels.values():
            if channel["type"] == DIRECT and channel["recipients"][0]["id"] == user_id:
                return str(channel["id"])
        channel_id = self.ids.next()
        self.channels[channel_id] = {
            "id": channel_id,
            "type": DIRECT,
            "last_message_id": None,
            "flags": 0,
            "recipients": [person],
        }
        self.messages[channel_id] = {}
        self.emit("CHANNEL_CREATE", self.channels[channel_id], user_id)
        return channel_id

    def add_thread(
        self,
        parent_id: str,
        owner: str,
        name: str,
        archive_minutes: int,
        thread_id: str | None = None,
    ) -> Json:
        """Open a public thread and return it."""
        thread_id = thread_id or self.ids.next()
        thread: Json = {
            "id": thread_id,
            "guild_id": self.guild["id"],
            "parent_id": parent_id,
            "owner_id": owner,
            "type": PUBLIC_THREAD,
            "name": name,
            "last_message_id": None,
            "message_count": 0,
            "total_message_sent": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "flags": 0,
            "applied_tags": [],
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": archive_minutes,
                "archive_timestamp": self.now(),
                "locked": False,
                "create_timestamp": self.now(),
            },
        }
        self.channels[thread_id] = thread
        self.messages[thread_id] = {}
        self.emit("THREAD_CREATE", {**thread, "newly_created": True})
        return thread

    def channel(self, channel_id: str) -> Json:
        """Return a channel or thread.

        Raises:
            ApiError: 404 with 10003.
        """
        if channel_id not in self.channels:
            raise unknown("Channel", 10003)
        return self.channels[channel_id]

    def message(self, channel_id: str, message_id: str) -> Json:
        """Return a message as it is kept.

        Raises:
            ApiError: 404 with 10008 (or 10003 for the channel).
        """
        self.channel(channel_id)
        if message_id not in self.messages[channel_id]:
            raise unknown("Message", 10008)
        return self.messages[channel_id][message_id]

    def locate(self, message_id: str) -> Json:
        """Return a message of any channel.

        Raises:
            Refused: No such message.
        """
        for messages in self.messages.values():
            if message_id in messages:
                return messages[message_id]
        raise Refused(f"There is no message {message_id} any more.")

    def permissions(self, user_id: str, channel: Json) -> int:
        """Return the permission bits someone holds in a channel, thread or direct message."""
        if channel["type"] == DIRECT:
            inside = user_id in (self.bot, channel["recipients"][0]["id"])
            return BOT_PERMISSIONS | may.USE_APPLICATION_COMMANDS if inside else 0
        if channel["guild_id"] == self.foreign_guild:
            return 0
        parent = self.channels[channel["parent_id"]] if "thread_metadata" in channel else channel
        bits = may.in_channel(
            user_id,
            self.guild,
            self.roles,
            self.members[user_id]["roles"],
            parent["permission_overwrites"],
        )
        if "thread_metadata" in channel and not bits & may.SEND_MESSAGES_IN_THREADS:
            return bits & ~may.SEND_MESSAGES
        if "thread_metadata" in channel:
            return bits | may.SEND_MESSAGES
        return bits

    def sees(self, user_id: str, channel_id: str) -> bool:
        """Whether someone can view a channel."""
        channel = self.channels.get(channel_id)
        return channel is not None and bool(self.permissions(user_id, channel) & may.VIEW_CHANNEL)

    def visible(self, channel_id: str, user_id: str) -> list[Json]:
        """Return a channel's messages, oldest first, as a person sees them."""
        if not self.sees(user_id, channel_id):
            return []
        return [
            message
            for message in self.messages[channel_id].values()
            if message["only_for"] in (None, user_id)
        ]
