"""What goes wrong is told to the person who asked, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.interaction import Interaction
from bot.playground.wire import EPHEMERAL
from tests.e2e.conftest import House, text_of
from tests.e2e.test_ask import QUESTION, SENTENCE


def seen_by_all(house: House, asked: Interaction) -> list[str]:
    held = house.playground.world.messages[asked.channel].values()
    bot = house.playground.world.bot
    return [text_of(one) for one in held if one["author"]["id"] == bot and not one["only_for"]]


async def test_a_fault_after_a_public_defer_is_told_to_the_asker_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "status", rule="No such rule at all")
    told = await asked.reply()
    assert "holds no rule called" in text_of(told)
    assert (told["only_for"], told["flags"] & EPHEMERAL) == (scene.member, EPHEMERAL)

    async def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("secret")

    with monkeypatch.context() as patch:
        patch.setattr(house.librarian, "ask", fail)
        asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
        told = await asked.reply()
        assert "Something went wrong on our side" in text_of(told)
        assert "secret" not in text_of(told)
        assert told["only_for"] == scene.member
        private = people.run(scene.member, scene.general, "ask", question=QUESTION, private=True)
        assert "Something went wrong" in text_of(await private.reply())
        assert not private.withdrawn
    assert seen_by_all(house, asked) == []
    answered = people.run(scene.member, scene.general, "ask", question=QUESTION)
    assert SENTENCE in text_of(await answered.reply())
    assert len(seen_by_all(house, answered)) == 1


async def test_a_fault_of_a_part_shown_answer_takes_the_part_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, scene = house.playground.people, house.playground.scene
    whole = await house.librarian.ask(QUESTION)

    async def ask(*args: Any, listener: Any, **options: Any) -> None:
        listener(whole)
        world = house.playground.world
        await world.pulse.until(lambda: asked.answered_after is not None or None, "The part")
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(house.librarian, "ask", ask)
    asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
    await house.playground.world.pulse.until(lambda: asked.withdrawn or None, "The deletion")
    assert "Something went wrong" in text_of(await asked.reply())
    assert seen_by_all(house, asked) == []


async def test_faults_and_moderators_cards_are_in_the_readers_language(house: House) -> None:
    people, scene, world = (
        house.playground.people,
        house.playground.scene,
        house.playground.world,
    )
    world.locales[scene.member] = world.locales[scene.moderator] = "es-ES"
    asked = people.run(scene.member, scene.general, "ask", question="?" * 10)
    assert "La pregunta está vacía" in text_of(await asked.reply())
    gaps = people.run(scene.moderator, scene.general, "corpus gaps")
    assert text_of(await gaps.reply()) == "No quedó ninguna pregunta abierta."
    gone = people.run(scene.moderator, scene.general, "corpus remove", document="a*b")
    assert "El corpus no contiene ningún documento «a\\*b»; `chokepoint" in text_of(
        await gone.reply()
    )
