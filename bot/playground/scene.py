"""The guild that a playground opens with: channels, people by their roles, two messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground import permissions as may
from bot.playground.messages import Messages
from bot.playground.state import BOT_PERMISSIONS, FORUM, World
from bot.playground.wire import Json

EXAMPLES = (
    "Which Chinese companies may buy H200 chips, and how many?",
    "What does Samuel Bresnick think of the policy?",
    "Is the AI diffusion rule still in force?",
    "What share of H20 sales does the US government take?",
    "Who won the 2022 World Cup?",
)
# What members might say to each other: something to check and something to ask about.
CHATTER = (
    "So hundreds of thousands of H200 chips were approved for China? I read that ByteDance, "
    "Alibaba and Tencent are all on the list.",
    "But the AI diffusion rule is still in force.",
)


@dataclass(frozen=True)
class Scene:
    """The ids of what the guild opens with."""

    member: str
    moderator: str
    general: str
    questions: str
    announcements: str
    forum: str
    moderators: str


def set_scene(world: World, messages: Messages) -> Scene:
    """Fill an empty world."""
    guild_id = world.ids.next()
    world.guild.update(_guild(guild_id))
    world.add_role("@everyone", may.EVERYONE, guild_id)
    moderator_role = world.add_role("Moderators", may.MODERATOR)
    bot_role = world.add_role("Chokepoint", BOT_PERMISSIONS)
    world.bot = world.add_user("chokepoint", "Chokepoint", (bot_role,), bot=True)
    world.roles[bot_role] |= {"managed": True, "tags": {"bot_id": world.bot}}
    owner = world.add_user("owner", "Owner")
    world.guild["owner_id"] = owner
    member = world.add_user("member", "Member")
    moderator = world.add_user("moderator", "Moderator", (moderator_role,))
    general = world.add_channel("general", topic="Talk about chip export policy")
    questions = world.add_channel("policy-questions", topic="Ask with /ask or mention @Chokepoint")
    announcements = world.add_channel(
        "announcements",
        topic="Moderators post here; the bot can't write",
        overwrites=[
            _overwrite(guild_id, 0, deny=may.SEND_MESSAGES | may.SEND_MESSAGES_IN_THREADS),
            _overwrite(bot_role, 0, deny=may.SEND_MESSAGES | may.SEND_MESSAGES_IN_THREADS),
            _overwrite(moderator_role, 0, allow=may.SEND_MESSAGES),
        ],
    )
    forum = world.add_channel("ask-the-corpus", FORUM, topic="One question a post")
    moderators = world.add_channel(
        "moderators",
        topic="Seen by moderators and the bot",
        overwrites=[
            _overwrite(guild_id, 0, deny=may.VIEW_CHANNEL),
            _overwrite(moderator_role, 0, allow=may.VIEW_CHANNEL),
            _overwrite(bot_role, 0, allow=may.VIEW_CHANNEL),
        ],
    )
    world.add_foreign_channel()
    for person in (member, moderator):
        world.direct(person)
    messages.post(general, member, {"content": CHATTER[0]})
    messages.post(general, moderator, {"content": CHATTER[1]})
    return Scene(member, moderator, general, questions, announcements, forum, moderators)


def _overwrite(holder: str, kind: int, *, allow: int = 0, deny: int = 0) -> Json:
    return {"id": holder, "type": kind, "allow": str(allow), "deny": str(deny)}


def _guild(guild_id: str) -> Json:
    return {
        "id": guild_id,
        "name": "Chip policy",
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": guild_id,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "widget_enabled": False,
        "widget_channel_id": None,
        "home_header": None,
        "incidents_data": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "features": [],
        "emojis": [],
        "stickers": [],
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
    }
