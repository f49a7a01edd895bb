"""With a chat model the answer appears while it is written; the whole of it comes last."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.playground.server import Playground
from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.librarian import Librarian
from retrieval.settings import RetrievalSettings
from tests.e2e.conftest import House, joined_settings, text_of
from tests.e2e.test_ask import QUESTION
from tests.scripted_model import ScriptedModel, serve_model

FIRST = "Exports of graphene wafers from Northland were capped at twelve thousand a year."
SECOND = "The cap does not apply to wafers for hospitals."
WRITING = "Still writing"


@asynccontextmanager
async def phrasing(
    playground: Playground, settings: Settings, corpus: Path, data: Path
) -> AsyncIterator[tuple[House, ScriptedModel]]:
    """Join a bot whose librarian phrases FIRST, waits, and phrases SECOND."""
    async with serve_model("N") as model:
        retrieval = RetrievalSettings(corpus=corpus, data=data)
        asked = replace(retrieval, model="scripted", model_url=model.url)
        async with await Librarian.open(asked) as librarian:
            await librarian.ask(QUESTION)
            prompt = model.prompt()
            numbers = [
                re.search(rf"^\[(\d+)\] .*{words}", prompt, re.MULTILINE)
                for words in ("12,000 a year", "hospitals")
            ]
            cap, hospitals = (match[1] for match in numbers if match)
            model.may_go_on = asyncio.Event()
            model.replies[:] = [f"S {cap}: {FIRST}\nS {hospitals}: {SECOND}\n"]
            house = House(playground, librarian, joined_settings(settings, playground))
            await house.join()
            try:
                yield house, model
            finally:
                model.may_go_on.set()
                await house.leave()


@pytest.mark.parametrize("by", ["command", "mention"])
async def test_an_answer_appears_while_it_is_written(
    playground: Playground,
    settings: Settings,
    small_corpus: Path,
    one_encoder: Encoder,
    tmp_path: Path,
    by: str,
) -> None:
    async with phrasing(playground, settings, small_corpus, tmp_path / "index") as (house, model):
        people, scene, world = playground.people, playground.scene, playground.world
        if by == "command":
            asked = people.run(scene.member, scene.general, "ask", question=QUESTION)
            card = await asked.reply()
        else:
            mention = f"<@{world.bot}> {QUESTION}"
            card = await house.reply_to(people.say(scene.member, scene.general, mention))
        assert FIRST in text_of(card)
        assert SECOND not in text_of(card)
        assert WRITING in text_of(card)
        assert model.may_go_on
        model.may_go_on.set()

        def whole() -> str | None:
            shown = text_of(world.messages[scene.general][card["id"]])
            return shown if WRITING not in shown else None

        shown = await world.pulse.until(whole, "The whole answer")
        assert FIRST in shown
        assert SECOND in shown
