"""The routes of the account: who the bot is, whom it can reach, where its gateway is."""

from __future__ import annotations

from typing import ClassVar

from bot.playground.rest import Call, need_object
from bot.playground.routes.area import Area, Table
from bot.playground.wire import ApiError, Json, unknown


class Account(Area):
    """Who the bot is and where its gateway is."""

    ROUTES: ClassVar[Table] = {
        ("GET", "/users/@me"): "me",
        ("GET", "/users/{user}"): "user",
        ("GET", "/users/@me/guilds"): "guilds",
        ("POST", "/users/@me/channels"): "direct",
        ("GET", "/oauth2/applications/@me"): "application",
        ("GET", "/applications/@me"): "application",
        ("GET", "/applications/{application}/emojis"): "emojis",
        ("GET", "/gateway"): "gateway",
        ("GET", "/gateway/bot"): "gateway_bot",
    }

    def me(self, call: Call) -> Json:
        """The bot as a user."""
        bot = self.world.users[self.world.bot]
        return {**bot, "verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-US"}

    def user(self, call: Call) -> Json:
        """Any user."""
        try:
            return self.world.users[call.parts["user"]]
        except KeyError:
            raise unknown("User", 10013) from None

    def guilds(self, call: Call) -> list[Json]:
        """The guilds the bot is in."""
        guild = self.world.guild
        everyone = self.world.roles[guild["id"]]["permissions"]
        brief = {key: guild[key] for key in ("id", "name", "icon", "banner", "features")}
        return [{**brief, "owner": False, "permissions": everyone}]

    def direct(self, call: Call) -> Json:
        """Open the direct messages with someone."""
        user_id = str(need_object(call.body).get("recipient_id"))
        if user_id not in self.world.users:
            raise unknown("User", 10013)
        if user_id == self.world.bot:
            raise ApiError(400, 50007, "Cannot send messages to this user")
        return self.world.channels[self.world.direct(user_id)]

    def application(self, call: Call) -> Json:
        """The application behind the bot."""
        world = self.world
        owner = world.users[world.guild["owner_id"]]
        return {
            "id": world.bot,
            "name": world.users[world.bot]["global_name"],
            "icon": None,
            "description": "",
            "type": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner,
            "verify_key": "0" * 64,
            "team": None,
            "flags": 1 << 19,
            "flags_new": str(1 << 19),
            "redirect_uris": [],
            "role_connections_verification_url": None,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": ["bot", "applications.commands"],
            "bot": world.users[world.bot],
            "interactions_endpoint_url": None,
            "approximate_guild_count": 1,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "integration_types_config": {"0": {}, "1": {}},
            "summary": "",
        }

    def emojis(self, call: Call) -> Json:
        """The application's emojis: none."""
        return {"items": []}

    def gateway(self, call: Call) -> Json:
        """Where the gateway is."""
        return {"url": self.world.origin.replace("http", "ws", 1) + "/gateway"}

    def gateway_bot(self, call: Call) -> Json:
        """Where the gateway is, and how many shards to run."""
        start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        limit = {**start, "remaining": max(1000 - self.rest.gateway.identified, 0)}
        return {
            **self.gateway(call),
            "shards": self.rest.gateway.shards,
            "session_start_limit": limit,
        }
