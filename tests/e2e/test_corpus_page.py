"""Every row of `/corpus`, by real clicks and commands of a moderator in a real browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.store import Store
from tests.e2e.browsing import keep, needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.moderating import BAN, FERRY, librarian, settings, store, web
from tests.e2e.test_page import last_card
from tests.retrieval.sources.web import Web

pytestmark = needs_chromium
__all__ = ["librarian", "settings", "store", "web"]

LONG = "\n\n".join(f"Week {week} of the docks. {'Ships came in. ' * 120}" for week in range(1, 6))


@asynccontextmanager
async def moderating(house: House) -> AsyncIterator[Page]:
    """Open the page as the moderator."""
    async with opened(house.playground) as page:
        await be(page, "Moderator")
        yield page


async def be(page: Page, who: str) -> None:
    await page.get_by_test_id("user-switch").select_option(label=who)
    await expect(page.get_by_test_id("role")).to_have_text(who)


async def command(page: Page, name: str, **options: str) -> None:
    """Type a command, fill in its options and run it."""
    await page.get_by_test_id("composer").fill(f"/{name} ")
    for option, value in options.items():
        field = page.get_by_test_id(f"option-{option}")
        if not await field.count():
            await page.get_by_test_id(f"add-option-{option}").click()
        await field.fill(value)
    await page.get_by_test_id("command-send").click()


async def upload(page: Page, name: str, path: Path, **options: str) -> None:
    """Run a command with a file."""
    await page.get_by_test_id("composer").fill(f"/{name} ")
    for option, value in options.items():
        await page.get_by_test_id(f"option-{option}").fill(value)
    await page.get_by_test_id("add-option-file").click()
    await page.get_by_test_id("option-file").set_input_files(path)
    await expect(page.get_by_test_id("pill-file")).to_contain_text(path.name)
    await expect(page.get_by_test_id("pill-file")).not_to_contain_text("Uploading")
    await page.get_by_test_id("command-send").click()


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).last.click()


async def fill(page: Page, **values: str) -> None:
    """Fill in the form that is open, by its labels, and submit it."""
    form = page.get_by_test_id("modal")
    for name, value in values.items():
        await form.get_by_test_id(f"input-{name}").fill(value)
    await form.get_by_test_id("dialog-submit").click()
    await expect(form).to_have_count(0)


async def reads(page: Page, *texts: str) -> None:
    for text in texts:
        await expect(last_card(page)).to_contain_text(text)


async def test_a_page_a_file_and_a_text_are_added(house: House, web: Web, tmp_path: Path) -> None:
    file = tmp_path / "oil.md"
    file.write_text(f"---\ntitle: Saltmarsh bans lantern oil\n---\n{BAN}\n")
    async with moderating(house) as page:
        await command(page, "corpus add", url=f"{web.base}/article")
        await reads(page, "nothing is added yet", "Second berth opens in Saltmarsh")
        await press(page, "Correct")
        await fill(page, title="Berth two", published="2031-04-10")
        await reads(page, "Berth two", "10 April 2031")
        await press(page, "Add")
        await reads(page, "Added: Berth two")
        await upload(page, "corpus add", file)
        await reads(page, "Saltmarsh bans lantern oil")
        await press(page, "Drop")
        await reads(page, "nothing was added")
        await upload(page, "corpus add", file)
        await reads(page, "Saltmarsh bans lantern oil")
        await press(page, "Add")
        await reads(page, "Added: Saltmarsh bans lantern oil")
        await command(page, "corpus add")
        await fill(page, title="The canal", text="The Dunmere canal is nine miles long.")
        await reads(page, "nine miles long")
        await press(page, "Add")
        await reads(page, "Added: The canal")
        await command(page, "corpus quote add")
        await fill(page, speaker="Ida Fenn", text="Ida Fenn holds that nobody counts wafers.")
        await press(page, "Add")
        await reads(page, "Added: Ida Fenn")
        await be(page, "Member")
        await command(page, "ask", question="How long is the Dunmere canal?")
        await reads(page, "The Dunmere canal is nine miles long.")
    held = {document.id for document in house.librarian.documents()}
    assert {"berth-two-2031-04-10", "saltmarsh-bans-lantern-oil", "quotes/ida-fenn"} <= held


async def test_documents_are_edited_removed_and_brought_back(house: House, tmp_path: Path) -> None:
    (house.settings.corpus / "articles/docks.txt").write_text(LONG)
    await house.librarian.reload()
    async with moderating(house) as page:
        await command(page, "corpus edit", document="ferry")
        await fill(page, text="The Saltmarsh ferry was built in 1988.")
        await reads(page, "Changed: ferry")
        await command(page, "corpus edit", document="docks")
        await reads(page, "more than a form takes")
        await keep(page, "page-edit")
        await page.get_by_role("button", name="The part to change").last.click()
        await page.get_by_role("option", name=re.compile("Week 3")).click()
        await fill(page, text="Week 3 was a holiday.")
        await reads(page, "Changed: docks")
        await press(page, "Get the file")
        link = page.get_by_test_id("file").last.get_by_role("link")
        async with page.expect_download() as downloading:
            await link.first.click()
        saved = tmp_path / (await downloading.value).suggested_filename
        await (await downloading.value).save_as(saved)
        saved.write_text(saved.read_text().replace("Week 4 of", "Week 40 of"))
        await upload(page, "corpus edit", saved, document="docks")
        await reads(page, "nothing is changed yet", "Week 40 of the docks")
        await press(page, "Save")
        await reads(page, "Changed: docks")
        await command(page, "corpus edit", document="quota-2031", status="rescinded")
        await reads(page, "Changed: Northland caps exports")
        await command(page, "corpus remove", document="ferry")
        await reads(page, "Removed: ferry")
        assert house.librarian.document("ferry") is None
        await press(page, "Undo")
        await reads(page, "Added: ferry")
        await command(page, "corpus remove", document="ferry")
        await reads(page, "Removed: ferry")
        await command(page, "corpus restore")
        await reads(page, "Removed documents (1)", "ferry")
        await command(page, "corpus restore", document="ferry")
        await reads(page, "Added: ferry")
    text = house.librarian.document("docks").text
    assert "Week 3 was a holiday." in text
    weeks = [part for part in LONG.split("\n\n") if not part.startswith(("Week 3", "Week 4"))]
    assert all(week.strip() in text for week in weeks)
    assert house.librarian.document("quota-2031").status == "rescinded"


@pytest.mark.parametrize("choice", ["Activate anyway", "Discard"])
async def test_a_worse_reload_waits_and_an_earlier_corpus_comes_back(
    house: House, choice: str
) -> None:
    corpus = house.settings.corpus
    (corpus / "questions.jsonl").write_text(f'{{"question": "{FERRY}", "documents": ["ferry"]}}')
    (corpus / "articles/ferry.txt").unlink()
    async with moderating(house) as page:
        await command(page, "corpus reload")
        await reads(page, "is held back", "Questions that got worse (1)", FERRY)
        await keep(page, "page-held")
        await press(page, choice)
        activated = choice == "Activate anyway"
        await reads(page, "The new index is live." if activated else "was dropped")
        assert (house.librarian.document("ferry") is None) == activated
        if not activated:
            return
        await command(page, "corpus history")
        await reads(page, "History", "2.")
        await press(page, "Back to 2")
        await reads(page, "The new index is live.")
        assert house.librarian.document("ferry") is not None
        await command(page, "corpus rollback")
        await reads(page, "The new index is live.", "Removed (1)")
        assert house.librarian.document("ferry") is None


async def test_feeds_fill_the_queue_and_the_schedule_is_set(house: House, web: Web) -> None:
    async with moderating(house) as page:
        await command(page, "corpus feeds add", url=f"{web.base}/rss")
        await reads(page, "1 Coast Radio", "reviewed")
        await command(page, "corpus feeds add", agency="bureau", term="wafers")
        await reads(page, "Federal Register: bureau, wafers")
        await command(page, "corpus schedule", hours="3")
        await reads(page, "every 3 hours")
        await command(page, "corpus feeds remove", feed="2")
        await expect(last_card(page)).not_to_contain_text("Federal Register")
        await command(page, "corpus feeds list")
        await reads(page, "Feeds (1)")
        await command(page, "corpus queue")
        await reads(page, "In the queue: 1", "Berth & dock")
        await press(page, "Edit")
        await reads(page, "nothing is added yet")
        await press(page, "Correct")
        await fill(page, title="Berth two")
        await reads(page, "Title: Berth two")
        await press(page, "Add")
        await reads(page, "Added: Berth two")
        await command(page, "corpus feeds add", url=f"{web.base}/atom")
        await reads(page, "Feeds (2)")
        await command(page, "corpus queue")
        await reads(page, "In the queue: 1", "One")
        await press(page, "Accept")
        await expect(page.get_by_test_id("message").last).to_contain_text("answered 404")
        await press(page, "Reject")
        await expect(page.get_by_text("The queue is empty.")).to_be_visible()


async def test_gaps_and_reports_are_worked_off(house: House, store: Store) -> None:
    async with opened(house.playground) as page:
        await command(page, "ask", question="Who won the football cup?")
        await reads(page, "does not hold the answer")
        await command(page, "ask", question=FERRY)
        await reads(page, "1987")
        await press(page, "Not helpful")
        await fill(page, reason="The yard says 1988")
        await reads(page, "moderators will look at it")
        await be(page, "Moderator")
        await command(page, "corpus gaps")
        await reads(page, "football cup")
        await press(page, "Add a source for this")
        await fill(page, title="The cup", text="Dunmere won the football cup of 2031.")
        await press(page, "Add")
        await reads(page, "Added: The cup", "1 open question is answered now")
        await command(page, "corpus review")
        await reads(page, "Reported answers: 1", FERRY, "The yard says 1988")
        await keep(page, "page-review")
        await press(page, "Correct")
        await fill(page, text="In 1988, says the yard.")
        await reads(page, "No answer was reported.")
        await be(page, "Member")
        await command(page, "ask", question=FERRY)
        await reads(page, "Corrected by a moderator: In 1988, says the yard.")
        await press(page, "Not helpful")
        await fill(page, reason="Still wrong")
        await be(page, "Moderator")
        await command(page, "corpus review")
        await reads(page, "Still wrong")
        await press(page, "Hide")
        await be(page, "Member")
        await command(page, "ask", question=FERRY)
        await reads(page, "took this answer back")


async def test_status_settings_log_and_export(house: House) -> None:
    async with moderating(house) as page:
        await command(page, "corpus status")
        await reads(page, "6 documents", "Newest source")
        await expect(last_card(page).get_by_role("img")).to_have_attribute("alt", re.compile("."))
        await command(page, "corpus config channels", channel="#general")
        await reads(page, "Channels: #general")
        await command(page, "corpus config cooldowns", person="5")
        await reads(page, "5 of one person, 0 in one channel, 0 in the whole server")
        await command(page, "corpus config role", role="Moderators")
        await reads(page, "Moderators: @Moderators")
        await command(page, "corpus config human", channel="#moderators")
        await reads(page, "Questions for people go to: #moderators")
        await command(page, "corpus config label", on="True")
        await reads(page, "nobody reviewed: yes")
        await command(page, "corpus config show")
        await reads(page, "Channels: #general", "nobody reviewed: yes")
        await command(page, "corpus audit")
        await reads(page, "Moderator: config channels")
        await command(page, "corpus export")
        await expect(page.get_by_test_id("file").last).to_contain_text("corpus.zip")
        await command(page, "corpus export", document="ferry")
        await expect(page.get_by_test_id("file").last).to_contain_text("ferry.v")


REFUSED = {
    "reload": {},
    "status": {},
    "rollback": {},
    "history": {},
    "add": {"url": "http://127.0.0.1/x"},
    "quote add": {},
    "edit": {"document": "ferry"},
    "remove": {"document": "ferry"},
    "restore": {},
    "queue": {},
    "gaps": {},
    "review": {},
    "audit": {},
    "schedule": {"hours": "1"},
    "export": {},
    "feeds add": {"url": "http://127.0.0.1/x"},
    "feeds list": {},
    "feeds remove": {"feed": "1"},
    "config show": {},
    "config channels": {},
    "config auto": {"channel": "#general"},
    "config role": {},
    "config cooldowns": {},
    "config human": {},
    "config label": {"on": "True"},
}


async def test_a_member_is_refused_every_row(house: House) -> None:
    before = house.librarian.documents()
    async with opened(house.playground) as page:
        refusals = page.get_by_text("Only moderators can do this")
        for number, (name, options) in enumerate(REFUSED.items(), start=1):
            await command(page, f"corpus {name}", **options)
            await expect(refusals).to_have_count(number)
    assert house.librarian.documents() == before


def test_the_refused_rows_are_all_there_are() -> None:
    from bot.cogs.corpus import CorpusCommands

    commands = CorpusCommands.__cog_app_commands__
    found = set()
    for one in commands:
        children = getattr(one, "commands", None)
        found |= {f"{one.name} {child.name}" for child in children} if children else {one.name}
    assert found == set(REFUSED)
