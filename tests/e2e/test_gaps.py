"""Questions left open: closed when a new source answers them, or by a moderator's choice."""

from __future__ import annotations

from bot.playground import components as tree
from bot.store import Store
from tests.e2e.conftest import House, text_of
from tests.e2e.moderating import librarian, run, settings, shown, store, web

__all__ = ["librarian", "settings", "store", "web"]

CUP, CANAL = "Who won the football cup?", "Who dug the Dunmere canal?"


async def test_a_reload_closes_what_the_corpus_answers_now(house: House, store: Store) -> None:
    people, scene = house.playground.people, house.playground.scene
    for question in (CUP, CANAL):
        asked = people.run(scene.member, scene.general, "ask", question=question)
        await shown(house, asked, "does not hold the answer")
    gaps = await run(house, "gaps").reply()
    assert CUP in text_of(gaps) and CANAL in text_of(gaps)
    (house.settings.corpus / "articles/canal.txt").write_text(
        "Ada Finch dug the Dunmere canal with forty men in 1799."
    )
    reloaded = run(house, "reload")
    report = text_of(await shown(house, reloaded, "live"))
    assert "1 open question is answered now" in report
    assert CANAL in report and CUP not in report
    left = text_of(await run(house, "gaps").reply())
    assert CUP in left and CANAL not in left


async def test_a_question_that_needs_no_source_is_taken_off_the_list(
    house: House, store: Store
) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.run(scene.member, scene.general, "ask", question=CUP)
    await shown(house, asked, "does not hold the answer")
    gaps = run(house, "gaps")
    message = await gaps.reply()
    (menu,) = [one for _, one in tree.walk(message["components"]) if one["type"] == 3]
    (option,) = menu["options"]
    assert option["label"] == CUP
    people.choose(scene.moderator, message["id"], menu["custom_id"], [option["value"]])
    await shown(house, gaps, "No question was left open.")
    assert [entry.act for entry in await store.audit.latest()] == ["close gap"]


async def test_a_question_that_leans_on_others_is_kept_as_such(house: House, store: Store) -> None:
    people, scene = house.playground.people, house.playground.scene
    world = house.playground.world
    direct = world.direct(scene.member)
    for text in (CANAL, "And who paid for it?"):
        await house.reply_to(people.say(scene.member, direct, text))
    asked = people.run(scene.member, scene.general, "ask", question=CUP, outlet="Coast Radio")
    await shown(house, asked, "does not hold the answer")
    kept = await store.feedback.gaps()
    assert {one.answer.question: one.in_context for one in kept} == {
        CANAL: False,
        "And who paid for it?": True,
        CUP: True,
    }
