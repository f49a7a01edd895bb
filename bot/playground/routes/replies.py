"""The routes that answer an interaction."""

from __future__ import annotations

from typing import ClassVar

from bot.playground.readable import bare
from bot.playground.rest import Call, need_object
from bot.playground.routes.area import Area, Table
from bot.playground.wire import Json


class Replies(Area):
    """What answers an interaction."""

    _HOOK = "/webhooks/{application}/{token}"
    ROUTES: ClassVar[Table] = {
        ("POST", "/interactions/{interaction}/{token}/callback"): "callback",
        ("POST", _HOOK): "follow_up",
        ("GET", _HOOK + "/messages/{message}"): "get",
        ("PATCH", _HOOK + "/messages/{message}"): "edit",
        ("DELETE", _HOOK + "/messages/{message}"): "delete",
    }

    def callback(self, call: Call) -> Json | None:
        """The first answer, within three seconds."""
        answered = self.rest.interactions.callback(
            call.parts["interaction"], call.parts["token"], need_object(call.body), call.files
        )
        wanted = call.query.get("with_response") in ("1", "true", "True")
        return answered if wanted else None

    def _names(self, call: Call) -> tuple[str, str]:
        return call.parts["application"], call.parts["token"]

    def follow_up(self, call: Call) -> Json:
        """A further message."""
        body = need_object(call.body)
        return bare(self.rest.webhooks.follow_up(*self._names(call), body, call.files))

    def get(self, call: Call) -> Json:
        """A message of the interaction."""
        return bare(self.rest.webhooks.fetch(*self._names(call), call.parts["message"]))

    def edit(self, call: Call) -> Json:
        """Edit a message of the interaction."""
        body, message = need_object(call.body), call.parts["message"]
        return bare(self.rest.webhooks.edit(*self._names(call), message, body, call.files))

    def delete(self, call: Call) -> None:
        """Delete a message of the interaction."""
        self.rest.webhooks.delete(*self._names(call), call.parts["message"])
