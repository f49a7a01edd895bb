"""Moderators change documents inside Discord: long texts part by part or as a file, a status."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.playground import components as tree
from bot.store import Store
from retrieval.documents import Document
from tests.e2e.conftest import House, buttons, text_of
from tests.e2e.moderating import (
    acts,
    fill,
    librarian,
    press,
    run,
    settings,
    shown,
    store,
    web,
)

__all__ = ["librarian", "settings", "store", "web"]

FRONT_MATTER = """---
title: The ledger of the Saltmarsh docks
publisher: Coast Radio
author: Ida Fenn
published: 2031-02
topics: [docks, wafers]
license: CC0-1.0
---
"""
PAGES = [
    f"## Week {week}\n\n"
    + "\n\n".join(
        f"Berth {berth} unloaded {week * 10 + berth} ships in week {week}, {'as planned, ' * 12}"
        "says the dock master."
        for berth in range(1, 13)
    )
    for week in range(1, 7)
]
LEDGER = "\n\n".join(PAGES)


@pytest.fixture
async def ledger(house: House) -> Document:
    """Return a live document whose text takes many forms."""
    path = house.settings.corpus / "articles/ledger.md"
    path.write_text(f"{FRONT_MATTER}{LEDGER}\n", encoding="utf-8")
    await house.librarian.reload()
    return live(house)


def live(house: House) -> Document:
    document = house.librarian.document("ledger")
    assert document
    return document


def menu_of(message: dict[str, Any]) -> dict[str, Any]:
    (menu,) = [one for _, one in tree.walk(message["components"]) if one["type"] in tree.SELECTS]
    return menu


def choose(house: House, message: dict[str, Any], label: str) -> Any:
    menu = menu_of(message)
    (value,) = [one["value"] for one in menu["options"] if label in one["label"]]
    people, scene = house.playground.people, house.playground.scene
    return people.choose(scene.moderator, message["id"], menu["custom_id"], [value])


async def test_a_part_of_a_long_text_is_changed_and_the_rest_stays(
    house: House, ledger: Document, store: Store
) -> None:
    assert len(ledger.text) > 8000
    asked = run(house, "edit", document="ledger")
    card = await asked.reply()
    assert f"{len(ledger.text):,} characters" in text_of(card)
    opened = choose(house, card, "## Week 3")
    await opened.settled()
    (shown_part,) = [
        one["value"] for _, one in tree.walk(opened.modal["components"]) if "value" in one
    ]
    assert shown_part in LEDGER
    changed = shown_part.replace("Berth 4 unloaded 34 ships", "Berth 4 unloaded 99 ships")
    await fill(house, opened, text=changed)
    card = await shown(house, asked, "Changed: The ledger")
    assert live(house).text == LEDGER.replace("unloaded 34 ships", "unloaded 99 ships")
    again = choose(house, card, "## Week 5")
    await again.settled()
    (shown_part,) = [
        one["value"] for _, one in tree.walk(again.modal["components"]) if "value" in one
    ]
    more = "\n\nAnd a line more."
    await fill(house, again, text=shown_part + more)
    await shown(house, asked, f"{len(LEDGER + more):,} characters")
    text = live(house).text
    assert more in text
    assert text.replace(more, "").replace("99 ships", "34 ships") == LEDGER
    assert (live(house).author, live(house).topics) == ("Ida Fenn", ("docks", "wafers"))
    file = (house.settings.corpus / "articles/ledger.md").read_text(encoding="utf-8")
    assert file.endswith(f"---\n{text}\n")
    assert await acts(store) == [("edit", "done")] * 2


async def test_the_menu_of_a_very_long_text_has_pages(house: House) -> None:
    text = "\n\n".join(f"Note {i} of the harbour. {'Calm sea. ' * 280}" for i in range(60))
    (house.settings.corpus / "articles/notes.txt").write_text(text, encoding="utf-8")
    await house.librarian.reload()
    asked = run(house, "edit", document="notes")
    card = await asked.reply()
    assert len(menu_of(card)["options"]) == 24
    choose(house, card, "Later parts")
    await asked.settled()
    card = await house.playground.world.pulse.until(
        lambda: asked.original if len(menu_of(asked.original)["options"]) == 25 else None, "Page 2"
    )
    choose(house, card, "Later parts")
    card = await house.playground.world.pulse.until(
        lambda: asked.original if len(menu_of(asked.original)["options"]) < 24 else None, "Page 3"
    )
    opened = choose(house, card, "Note 59")
    await fill(house, opened, text="")
    await shown(house, asked, "Changed")
    assert "Note 59" not in house.librarian.document("notes").text
    assert "Note 58" in house.librarian.document("notes").text


async def test_the_facts_of_a_long_document_are_changed_by_a_form_of_their_own(
    house: House, ledger: Document
) -> None:
    title = "The ledger of the Saltmarsh docks " * 12
    card = await run(house, "edit", document="ledger").reply()
    opened = press(house, card, "Title, outlet, date")
    done = await fill(house, opened, title=title[:300], publisher="The Harbour Gazette")
    assert "Changed: The ledger" in text_of(await done.reply())
    now = live(house)
    assert (now.publisher, now.text, now.author) == (
        "The Harbour Gazette",
        ledger.text,
        ledger.author,
    )
    late = press(house, card, "Title, outlet, date")
    assert "changed by somebody else" in text_of(await late.reply())


async def test_what_a_form_cuts_short_is_not_lost(house: House) -> None:
    title, url = "A very long title of a pier " * 20, "https://pier.example/" + "x" * 1500
    path = house.settings.corpus / "articles/pier.md"
    path.write_text(f"---\ntitle: {title}\nurl: {url}\n---\nThe pier is long.\n")
    await house.librarian.reload()
    opened = run(house, "edit", document="pier")
    await opened.settled()
    values = {
        one["custom_id"]: one.get("value", "")
        for _, one in tree.walk(opened.modal["components"])
        if one.get("custom_id")
    }
    await (await fill(house, opened, **values | {"text": "The pier is short."})).reply()
    now = house.librarian.document("pier")
    assert (now.text, now.title, now.url) == ("The pier is short.", title.strip(), url)


async def test_a_document_is_got_as_a_file_changed_and_given_back(
    house: House, ledger: Document, store: Store
) -> None:
    card = await run(house, "edit", document="ledger").reply()
    (attached,) = (await press(house, card, "Get the file").reply())["attachments"]
    (exported,) = (await run(house, "export", document="ledger").reply())["attachments"]
    assert attached["filename"] == exported["filename"]
    content = await got(attached)
    changed = content.replace(b"unloaded 34 ships", b"unloaded 98 ships").replace(
        b"author: Ida Fenn", b"author: Tom Brook"
    )
    preview = await give(house, attached["filename"], changed)
    assert "nothing is changed yet" in text_of(preview)
    assert "author: Ida Fenn → Tom Brook" in text_of(preview).replace("\\", "")
    assert "98 ships" in text_of(preview)
    assert live(house) == ledger
    await shown_after(house, preview, "Save", "Changed: The ledger")
    assert live(house).text == LEDGER.replace("unloaded 34 ships", "unloaded 98 ships")
    assert (live(house).author, live(house).license) == ("Tom Brook", "CC0-1.0")
    late = await give(house, attached["filename"], changed + b"\nAnd more.")
    assert "nothing is changed yet" in text_of(late)
    refused = press(house, late, "Save")
    assert "changed by somebody else" in text_of(await refused.reply())
    edits = [outcome for act, outcome in await acts(store) if act == "edit"]
    assert (edits[0], "changed by somebody else" in edits[1]) == ("done", True)


async def got(attached: dict[str, Any]) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(attached["url"]) as response:
        return await response.read()


async def give(house: House, name: str, content: bytes) -> dict[str, Any]:
    file = house.playground.people.upload(name, content, "text/markdown")
    return await run(house, "edit", document="ledger", file=file["id"]).reply()


async def shown_after(house: House, message: dict[str, Any], label: str, words: str) -> None:
    press(house, message, label)

    def look() -> bool | None:
        world, channel = house.playground.world, house.playground.scene.general
        return words in text_of(world.messages[channel][message["id"]]) or None

    await house.playground.world.pulse.until(look, words)


async def test_a_file_without_front_matter_changes_the_text_alone(
    house: House, ledger: Document
) -> None:
    preview = await give(house, "mine.txt", b"The ledger was burnt.")
    await shown_after(house, preview, "Save", "Changed: The ledger")
    now = live(house)
    assert (now.text, now.author, now.topics) == (
        "The ledger was burnt.",
        ledger.author,
        ledger.topics,
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"PK", "only .htm"),
        ("a.md", b"a\0b", "NUL"),
        ("a.md", b"---\nstatus: gone\n---\nText.", "use one of in_force"),
        ("a.md", b"---\nkind: quote\n---\nText.", "can't be \"quote\" here"),
        ("a.txt", b"The Saltmarsh ferry\n\nThe Saltmarsh ferry carries forty cars and leaves the "
         b"north pier at dawn. It was built in 1987.", "in the corpus already"),
    ],
)  # fmt: skip
async def test_a_file_that_can_not_be_kept_changes_nothing(
    house: House, ledger: Document, name: str, content: bytes, says: str
) -> None:
    text = text_of(await give(house, name, content)).replace("\\", "")
    assert says in text
    assert live(house) == ledger


async def test_a_rule_is_marked_as_superseded_by_options(house: House, store: Store) -> None:
    done = run(
        house, "edit", document="quota-2031", status="superseded", superseded_by="quota-2030",
        topics="graphene, wafers", effective="2031-04",
    )  # fmt: skip
    assert "Changed: Northland caps" in text_of(await done.reply())
    now = house.librarian.document("quota-2031")
    assert (now.status, now.superseded_by) == ("superseded", ("quota-2030",))
    assert (now.topics, str(now.effective)) == (("graphene", "wafers"), "2031-04")
    assert now.aliases == ("the wafer cap",)
    done = run(house, "edit", document="quota-2031", status="none", superseded_by="none")
    await done.reply()
    now = house.librarian.document("quota-2031")
    assert (now.status, now.superseded_by) == (None, ())
    for options, says in (
        ({"superseded_by": "nowhere"}, "holds no document “nowhere”"),
        ({"superseded_by": "quota-2031"}, "by itself"),
        ({"effective": "soon"}, "is no date"),
    ):
        tried = await run(house, "edit", document="quota-2031", **options).reply()
        assert says in text_of(tried)
    assert house.librarian.document("quota-2031") == now


async def test_a_quote_is_edited_with_its_speaker(house: House) -> None:
    opened = run(house, "edit", document="quotes/verne-cap")
    await fill(house, opened, speaker="Ada M. Verne", text="Count them first.")
    await opened.settled()
    now = await house.playground.world.pulse.until(
        lambda: (
            found
            if (found := house.librarian.document("quotes/verne-cap")).text == "Count them first."
            else None
        ),
        "The edit",
    )
    assert (now.quote.speaker, now.quote.affiliation) == (
        "Ada M. Verne",
        "trade minister of Northland",
    )
    assert (now.publisher, now.topics) == ("The Harbour Gazette", ("graphene",))
    file = house.playground.people.upload("q.md", b"Words.", "text/markdown")
    refused = run(house, "edit", document="quotes/verne-cap", file=file["id"])
    assert "can't be changed by a file" in text_of(await refused.reply())


async def test_a_member_presses_none_of_it(house: House, ledger: Document) -> None:
    scene = house.playground.scene
    card = await run(house, "edit", document="ledger").reply()
    # The card is the moderator's alone; somebody else can't even reach its buttons.
    assert card not in house.playground.world.visible(scene.general, scene.member)
    assert {one["label"] for one in buttons(card)} == {"Title, outlet, date", "Get the file"}
    tried = house.playground.people.run(
        scene.member, scene.general, "corpus edit", document="ledger", status="rescinded"
    )
    assert "Only moderators" in text_of(await tried.reply())
    assert live(house) == ledger
