"""Browse by topic, person, rule and term; pages turn, also after a restart."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.playground import components as tree
from bot.playground.wire import EPHEMERAL
from tests.e2e.conftest import House, buttons, text_of


async def run(house: House, command: str, **options: Any) -> dict[str, Any]:
    people, scene = house.playground.people, house.playground.scene
    return await people.run(scene.member, scene.general, command, **options).reply()


async def test_sides_name_stance_holder_and_date(house: House) -> None:
    card = await run(house, "sides", topic="graphene")
    shown = text_of(card)
    assert "“A cap that nobody can count is no cap at all.”" in shown
    assert "**Ada Verne, trade minister of Northland" in shown
    assert "4 March 2031 · The Harbour Gazette" in shown
    order = ("**__For tighter", "Ada Verne", "**__For looser", "Tomas Okoro")
    assert [*map(shown.index, order)] == sorted(map(shown.index, order))
    assert "5 March 2031 · Coast Radio" in shown
    assert "“Tomas" not in shown
    first = next(one for one in buttons(card) if one["custom_id"].startswith("passage:"))
    scene = house.playground.scene
    opened = house.playground.people.click(scene.member, card["id"], first["custom_id"])
    assert (await opened.reply())["flags"] & EPHEMERAL


async def test_sides_keep_to_their_days(house: House) -> None:
    shown = text_of(await run(house, "sides", topic="graphene", **{"from": "2031-03-05"}))
    assert "Okoro" in shown
    assert "Verne" not in shown


async def test_a_timeline_is_told_in_words_and_in_a_picture(house: House) -> None:
    card = await run(house, "timeline", topic="graphene wafers")
    shown = text_of(card)
    assert shown.index("1 June 2030") < shown.index("4 March 2031")
    assert "superseded" in shown
    (gallery,) = [one for _, one in tree.walk(card["components"]) if one["type"] == tree.GALLERY]
    (item,) = gallery["items"]
    assert "1 June 2030 (superseded): Northland's first quota" in item["description"]
    (file,) = house.playground.world.files.values()
    image = Image.open(BytesIO(file.content))
    assert (image.format, image.width) == ("PNG", 750)
    assert len(file.content) < 300_000
    # Its ground is its own, so that its words read on any theme.
    assert len(set(image.convert("RGB").get_flattened_data())) > 3
    assert image.convert("RGBA").getextrema()[3] == (255, 255)


async def test_a_rule_shows_its_status_and_what_replaced_it(house: House) -> None:
    shown = text_of(await run(house, "status", rule="Northland's first quota on graphene wafers"))
    assert "SUPERSEDED" in shown
    assert "Northland caps exports of graphene wafers" in shown


async def test_a_person_and_a_term_are_found_by_name(house: House) -> None:
    shown = text_of(await run(house, "quote", expert="Okoro"))
    assert "Wafer Makers' League" in shown
    assert "the wafer cap will drive makers abroad" in shown
    shown = text_of(await run(house, "define", term="GW"))
    assert "a thin disc on which carbon circuits are printed" in shown


@pytest.mark.parametrize(
    ("command", "option"), [("status", "rule"), ("quote", "expert"), ("define", "term")]
)
async def test_what_is_unknown_is_named(house: House, command: str, option: str) -> None:
    world, member = house.playground.world, house.playground.scene.member
    shown = text_of(await run(house, command, **{option: "Zanzibar"}))
    assert "Zanzibar" in shown
    assert "reference" not in shown
    world.locales[member] = "es-ES"
    assert "El corpus no contiene" in text_of(await run(house, command, **{option: "Zanzibar"}))


async def test_a_stance_that_is_none_is_named_in_the_persons_language(house: House) -> None:
    world, member = house.playground.world, house.playground.scene.member
    for stance in ("loosen", "for looser CONTROLS"):
        shown = text_of(await run(house, "sides", topic="graphene", stance=stance))
        assert "Tomas Okoro" in shown
        assert "Ada Verne" not in shown
    world.locales[member] = "ja"
    shown = text_of(await run(house, "sides", topic="graphene", stance="loud"))
    assert "「loud」は立場ではありません" in shown


@pytest.mark.parametrize(
    ("command", "option", "typed", "offered"),
    [
        ("sides", "topic", "gra", "graphene"),
        ("timeline", "topic", "quo", "quota"),
        ("status", "rule", "first", "Northland's first quota on graphene wafers"),
        ("quote", "expert", "ver", "Ada Verne"),
        ("define", "term", "gw", "GW"),
    ],
)
async def test_options_are_completed_from_the_corpus(
    house: House, command: str, option: str, typed: str, offered: str
) -> None:
    people, scene = house.playground.people, house.playground.scene
    asked = people.autocomplete(scene.member, scene.general, command, option, typed)
    assert offered in [one["value"] for one in (await asked.settled()).choices or []]


async def test_sources_are_counted_and_read(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    card = await run(house, "sources", outlet="Coast Radio")
    assert "1 source**" in text_of(card)
    (read,) = [one for one in buttons(card) if one["label"] == "Read"]
    opened = await people.click(scene.member, card["id"], read["custom_id"]).reply()
    assert "the wafer cap will drive makers abroad" in text_of(opened)
    late = await run(house, "sources", **{"from": "2031-03-01", "to": "2031-03-04"})
    assert "2 sources" in text_of(late)
