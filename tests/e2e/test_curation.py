"""What moderators do to single documents, generations, feeds and settings inside Discord."""

from __future__ import annotations

import json

import pytest

from bot.store import Asker, Item, Store
from tests.e2e.conftest import House, buttons, text_of
from tests.e2e.moderating import (
    BAN,
    FERRY,
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
from tests.retrieval.sources.web import Web

__all__ = ["librarian", "settings", "store", "web"]


async def test_a_page_is_previewed_added_and_cited(house: House, web: Web, store: Store) -> None:
    preview = await run(house, "add", url=f"{web.base}/article").reply()
    text = text_of(preview)
    assert "nothing is added yet" in text
    assert "Second berth opens in Saltmarsh" in text
    assert "Ida Fenn" in text
    assert "10 April 2025" in text
    before = {document.id for document in house.librarian.documents()}
    await house.leave()
    await house.join()
    added = press(house, preview, "Add")
    await shown(house, added, "Added: Second berth")
    (new,) = {document.id for document in house.librarian.documents()} - before
    assert (house.settings.corpus / f"articles/{new}.md").is_file()
    again = press(house, preview, "Add") if buttons(preview) else None
    if again:
        await again.settled()
    assert (await acts(store))[0] == ("add", "done")


async def test_a_file_is_added(house: House) -> None:
    content = f"---\ntitle: Saltmarsh bans lantern oil\n---\n{BAN}\n".encode()
    uploaded = house.playground.people.upload("lantern.md", content, "text/markdown")
    preview = await run(house, "add", file=uploaded["id"]).reply()
    assert BAN in text_of(preview)
    await shown(house, press(house, preview, "Add"), "Added: Saltmarsh bans")
    assert "saltmarsh-bans-lantern-oil" in {one.id for one in house.librarian.documents()}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/login", "asks for a login"),
        ("/cookies", "about cookies"),
        ("/empty", "no article text"),
        ("/to?url=http://169.254.169.254/", "not a public address"),
    ],
)
async def test_a_page_that_is_no_article_is_one_sentence(
    house: House, web: Web, path: str, says: str
) -> None:
    before = house.librarian.documents()
    assert says in text_of(await run(house, "add", url=web.base + path).reply())
    assert house.librarian.documents() == before


async def test_a_removal_is_undone_by_its_button(house: House, store: Store) -> None:
    removed = await run(house, "remove", document="ferry").reply()
    assert house.librarian.document("ferry") is None
    assert (await house.librarian.ask(FERRY)).abstained
    await shown(house, press(house, removed, "Undo"), "Added: ferry")
    assert house.librarian.document("ferry") is not None
    assert await acts(store) == [("remove", "done"), ("restore", "done")]


async def test_what_was_removed_and_what_is_watched_is_offered_to_moderators_alone(
    house: House, web: Web
) -> None:
    people, scene = house.playground.people, house.playground.scene
    await run(house, "remove", document="ferry").reply()
    await run(house, "feeds add", url=f"{web.base}/rss").reply()
    for who, removed, watched in (
        (scene.moderator, ["ferry"], ["1: Coast Radio"]),
        (scene.member, [], []),
    ):
        for command, option, typed, names in (
            ("corpus restore", "document", "fer", removed),
            ("corpus feeds remove", "feed", 0, watched),
        ):
            asked = people.autocomplete(who, scene.general, command, option, typed)
            await asked.settled()
            assert [one["name"] for one in asked.choices or []] == names
    asked = people.autocomplete(scene.moderator, scene.general, "corpus restore", "document", "")
    await asked.settled()
    restored = await run(house, "restore", document=asked.choices[0]["value"]).reply()
    assert "Added: ferry" in text_of(restored)


async def test_history_brings_an_earlier_corpus_back(house: House) -> None:
    first = house.librarian.status().generation
    (house.settings.corpus / "articles/canal.txt").write_text("The canal is nine miles long.")
    await shown(house, run(house, "reload"), "The new index is live.")
    history = await run(house, "history").reply()
    assert "reload" in text_of(history)
    await shown(house, press(house, history, "Back to 2"), "The new index is live.")
    assert house.librarian.status().generation == first


@pytest.mark.parametrize("choice", ["Activate anyway", "Discard"])
async def test_a_worse_reload_is_held_back_until_a_moderator_decides(
    house: House, choice: str
) -> None:
    corpus = house.settings.corpus
    question = {"question": FERRY, "documents": ["ferry"]}
    (corpus / "questions.jsonl").write_text(json.dumps(question))
    (corpus / "articles/ferry.txt").unlink()
    held = await shown(house, run(house, "reload"), "is held back")
    assert FERRY in text_of(held)
    assert house.librarian.document("ferry") is not None
    words = "The new index is live." if choice == "Activate anyway" else "was dropped"
    await shown(house, press(house, held, choice), words)
    assert (house.librarian.document("ferry") is None) == (choice == "Activate anyway")


async def test_a_member_is_refused_every_command_and_button(house: House, web: Web) -> None:
    people, scene = house.playground.people, house.playground.scene
    for command, options in {
        "reload": {},
        "add": {"url": f"{web.base}/article"},
        "remove": {"document": "ferry"},
        "edit": {"document": "ferry"},
        "quote add": {},
        "restore": {},
        "history": {},
        "rollback": {},
        "queue": {},
        "gaps": {},
        "review": {},
        "audit": {},
        "export": {},
        "schedule": {"hours": 1.0},
        "status": {},
        "feeds add": {"url": f"{web.base}/rss"},
        "feeds list": {},
        "feeds remove": {"feed": 1},
        "config show": {},
        "config label": {"on": True},
    }.items():
        tried = people.run(scene.member, scene.general, f"corpus {command}", **options)
        assert "Only moderators" in text_of(await tried.reply()), command
    assert web.seen == []
    assert house.librarian.document("ferry") is not None


async def test_the_queue_is_decided_item_by_item(house: House, web: Web, store: Store) -> None:
    listed = await run(house, "feeds add", url=f"{web.base}/rss").reply()
    assert "Coast Radio" in text_of(listed)
    await store.queue.add(None, [Item(f"{web.base}/login", "A login")])
    queue = await run(house, "queue").reply()
    assert "Berth & dock" in text_of(queue).replace("\\", "")
    second = await shown(house, press(house, queue, "Accept"), "A login")
    await shown(house, press(house, second, "Reject"), "The queue is empty.")
    assert any("berth" in document.id for document in house.librarian.documents())
    assert "Coast Radio" not in text_of(await run(house, "feeds remove", feed=1).reply())


async def test_an_item_of_the_queue_is_corrected_before_it_goes_live(
    house: House, web: Web, store: Store
) -> None:
    (item,) = await store.queue.add(None, [Item(f"{web.base}/article", "Berth")])
    asked = run(house, "queue")
    press(house, await asked.reply(), "Edit")
    preview = await shown(house, asked, "nothing is added yet")
    await fill(house, press(house, preview, "Correct"), title="Berth two")
    preview = await shown(house, asked, "Berth two")
    press(house, preview, "Add")
    await shown(house, asked, "Added: Berth two")
    assert (await store.queue.get(item.id)).status == "accepted"


async def test_reported_answers_are_reviewed(house: House, store: Store) -> None:
    guild = int(house.playground.world.guild["id"])
    answer = await house.librarian.ask(FERRY)
    number = await store.answers.keep(answer, Asker(guild_id=guild))
    await store.feedback.vote(number, 1, helpful=False, reason="1988, says Ida")
    review = await run(house, "review").reply()
    assert FERRY in text_of(review)
    newer = await store.answers.keep(
        await house.librarian.ask("Who signed the wafer order?"), Asker(guild_id=guild)
    )
    await store.feedback.vote(newer, 1, helpful=False)
    decided = await shown(house, press(house, review, "Endorse"), "built?: endorsed")
    assert "Who signed the wafer order?" in text_of(decided)
    assert (await store.reviews.find(guild, FERRY)).verdict == "endorsed"
    again = await shown(house, press(house, decided, "Undo the last decision"), "answers: 2")
    assert await store.reviews.find(guild, FERRY) is None
    again = await shown(house, press(house, again, "Hide"), "order?: hidden")
    assert FERRY in text_of(again)
    await shown(house, press(house, again, "Hide"), "No answer was reported.")
    assert [act for act, _ in await acts(store)] == [
        "endorsed",
        "withdraw review",
        "hidden",
        "hidden",
    ]


async def test_a_text_is_added_by_a_form_and_its_facts_corrected(house: House) -> None:
    submitted = await fill(
        house, run(house, "add"), title="Lantern oil", text=BAN, published="2031-05"
    )
    preview = await submitted.reply()
    assert "May 2031" in text_of(preview)
    values = {"title": "Saltmarsh bans oil", "publisher": "Coast Radio", "published": "2031-05-02"}
    await fill(house, press(house, preview, "Correct"), **values)
    preview = await shown(house, submitted, "Coast Radio")
    await shown(house, press(house, preview, "Add"), "Added: Saltmarsh bans oil")
    kept = house.librarian.document("saltmarsh-bans-oil-2031-05-02")
    assert (kept.text, kept.publisher) == (BAN, "Coast Radio")


async def test_an_address_is_enough_for_the_form(house: House, web: Web) -> None:
    submitted = await fill(house, run(house, "add"), url=f"{web.base}/article", title="Berth two")
    preview = await submitted.reply()
    assert "Title: Berth two" in text_of(preview)
    assert "The Harbour Gazette" in text_of(preview)
    for values, says in (
        ({"title": "A"}, "text or the address"),
        ({"text": "A."}, "needs a title"),
    ):
        refused = await fill(house, run(house, "add"), **values)
        assert says in text_of(await refused.reply())


async def test_a_quote_is_added_by_a_form(house: House) -> None:
    opened = run(house, "quote add", verbatim=True)
    words = {"speaker": "Ida Fenn", "text": "Nobody counts wafers.", "affiliation": "lock keeper"}
    preview = await (await fill(house, opened, **words)).reply()
    await shown(house, press(house, preview, "Add"), "Added: Ida Fenn")
    kept = house.librarian.document("quotes/ida-fenn")
    assert (kept.text, kept.quote.verbatim) == ("Nobody counts wafers.", True)


async def test_of_two_edits_of_one_version_the_second_is_refused(house: House) -> None:
    first, second = (run(house, "edit", document="ferry") for _ in range(2))
    await second.settled()
    done = await fill(house, first, title="The ferry", text="It carries fifty cars.")
    assert "Changed: The ferry" in text_of(await done.reply())
    late = await fill(house, second, title="My ferry", text="It carries sixty cars.")
    assert "changed by somebody else" in text_of(await late.reply())
    assert house.librarian.document("ferry").text == "It carries fifty cars."


async def test_an_answer_is_corrected_by_a_form(house: House, store: Store) -> None:
    guild = int(house.playground.world.guild["id"])
    number = await store.answers.keep(await house.librarian.ask(FERRY), Asker(guild_id=guild))
    await store.feedback.vote(number, 1, helpful=False)
    asked = run(house, "review")
    opened = press(house, await asked.reply(), "Correct")
    await fill(house, opened, text="In 1988, says the yard.")
    await shown(house, asked, "No answer was reported.")
    found = await store.reviews.find(guild, FERRY)
    assert (found.verdict, found.text) == ("corrected", "In 1988, says the yard.")


async def test_settings_feeds_gaps_log_and_export(house: House, store: Store) -> None:
    guild, scene = int(house.playground.world.guild["id"]), house.playground.scene
    await store.answers.keep(
        await house.librarian.ask("Who won the football cup?"), Asker(guild_id=guild)
    )
    gaps = await run(house, "gaps").reply()
    assert "football cup" in text_of(gaps)
    opened = press(house, gaps, "Add a source for this")
    await opened.settled()
    assert "football cup" in str(opened.modal)
    shown_config = await run(house, "config channels", channel=scene.general).reply()
    assert f"<#{scene.general}>" in text_of(shown_config)
    await run(house, "config cooldowns", person=5.0).reply()
    config = await store.guilds.config(guild)
    assert (config.allowed_channels, config.user_cooldown) == ((int(scene.general),), 5.0)
    assert "every 3 hours" in text_of(await run(house, "schedule", hours=3.0).reply())
    assert "config" in text_of(await run(house, "audit").reply())
    export = await run(house, "export").reply()
    assert [one["filename"] for one in export["attachments"]] == ["corpus.zip"]
