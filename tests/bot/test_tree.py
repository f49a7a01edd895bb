"""No error of a command vanishes; nothing is answered twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bot.cards.phrases import english
from bot.seen import Seen
from bot.tree import Tree
from bot.work import Work


class Response:
    """Keeps what an interaction is answered with."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def is_done(self) -> bool:
        return bool(self.sent)

    async def send_message(self, **message: Any) -> None:
        self.sent.append(message)


def interaction(number: int, client: Any, name: str) -> Any:
    return SimpleNamespace(
        id=number,
        client=client,
        type=discord.InteractionType.application_command,
        data={"name": name, "type": 1, "options": []},
        response=Response(),
        command_failed=False,
        locale=discord.Locale.american_english,
        permissions=discord.Permissions.all(),
        guild_id=None,
        guild=None,
        _state=None,
    )


@pytest.fixture
def tree() -> Tree:
    client = discord.Client(intents=discord.Intents.none())
    cast(Any, client).seen = Seen()
    cast(Any, client).work = Work()
    cast(Any, client).phrases = lambda locale: english
    return Tree(client)  # type: ignore[arg-type]


@pytest.mark.parametrize("raised", [ValueError("secret"), app_commands.CheckFailure("no")])
async def test_what_a_check_raises_reaches_the_person(tree: Tree, raised: Exception) -> None:
    def check(_: Any) -> bool:
        raise raised

    @tree.command(name="try", description="Try")
    @app_commands.check(check)
    async def attempt(asked: discord.Interaction) -> None:
        raise AssertionError("the check let it through")

    asked = interaction(1, tree.client, "try")
    try:
        await tree._call(asked)
    except app_commands.AppCommandError as error:
        await tree.on_error(asked, error)
    (message,) = asked.response.sent
    assert message["ephemeral"]
    shown = str(message["view"].to_components())
    assert "secret" not in shown
    assert ("reference" in shown) == isinstance(raised, ValueError)


async def test_an_interaction_that_comes_twice_is_answered_once(tree: Tree) -> None:
    calls: list[int] = []

    @tree.command(name="count", description="Count")
    async def count(asked: discord.Interaction) -> None:
        calls.append(asked.id)

    for number in (1, 1, 2):
        await tree._call(interaction(number, tree.client, "count"))
    assert calls == [1, 2]


def test_only_the_newest_events_are_remembered() -> None:
    seen = Seen(remembered=2)
    assert [seen.first(event) for event in (1, 2, 1, 3, 1)] == [True, True, False, True, True]
