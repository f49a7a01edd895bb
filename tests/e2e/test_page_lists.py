"""Lists of several pages, filters, many sources, and what a thread remembers, by real clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from bot.settings import Settings
from retrieval.encoder import Encoder
from retrieval.librarian import Librarian
from tests.e2e.browsing import keep, needs_chromium, opened
from tests.e2e.conftest import House, settled_on
from tests.e2e.test_page import last_card, run
from tests.e2e.wide import CLAIMS, WIDE_CORPUS

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def settled(
    encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Librarian]]:
    """Open a librarian on the wide corpus for this module."""
    with settled_on(WIDE_CORPUS, tmp_path_factory.mktemp("wide"), encoder) as opened:
        yield opened


async def press(page: Page, label: str) -> None:
    await page.get_by_test_id("message").last.get_by_role("button", name=label, exact=True).click()


async def test_the_pages_of_the_sources_are_turned_to_and_fro(house: House) -> None:
    async with opened(house.playground) as page:
        await run(page, "/sources ")
        newest = page.get_by_test_id("message").last
        await expect(newest).to_contain_text("page 1 of 4")
        await expect(newest).to_contain_text("5 July 2032")
        await press(page, "Older")
        await expect(newest).to_contain_text("page 2 of 4")
        await press(page, "Older")
        await press(page, "Older")
        await expect(newest).to_contain_text("page 4 of 4")
        await expect(newest).to_contain_text("Graphene wafer")
        await expect(newest.get_by_role("button", name="Older")).to_have_count(0)
        await press(page, "Newer")
        await expect(newest).to_contain_text("page 3 of 4")
        # One message all along, its person's alone.
        await expect(page.get_by_test_id("only-you")).to_have_count(1)


async def test_sources_keep_to_topic_outlet_and_dates(house: House) -> None:
    async with opened(house.playground) as page:
        await page.get_by_test_id("composer").fill("/sources copper")
        await page.get_by_test_id("add-option-outlet").click()
        await page.get_by_test_id("option-outlet").fill("ledg")
        await page.get_by_test_id("choice").filter(has_text="The Ledger").click()
        await page.get_by_test_id("add-option-from").click()
        await page.get_by_test_id("option-from").fill("2031-04-01")
        await page.get_by_test_id("add-option-to").click()
        await page.get_by_test_id("option-to").fill("2031-06-01")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("2 sources")
        await expect(last_card(page)).to_contain_text("Copper at Cedarby, by the Ledger")


async def test_the_words_of_a_person_are_read_page_by_page(house: House) -> None:
    async with opened(house.playground) as page:
        await run(page, "/quote Okoro")
        await expect(last_card(page)).to_contain_text("page 1 of 2")
        await expect(last_card(page)).to_contain_text("5 July 2032")
        await press(page, "Next")
        await expect(last_card(page)).to_contain_text("page 2 of 2")
        await expect(last_card(page)).to_contain_text("will drive makers abroad")
        await press(page, "Back")
        await expect(last_card(page)).to_contain_text("page 1 of 2")


async def test_sides_and_timelines_keep_to_their_dates(house: House) -> None:
    async with opened(house.playground) as page:
        await run(page, "/sides copper")
        await expect(last_card(page)).to_contain_text("For looser controls: 6")
        await page.get_by_test_id("composer").fill("/sides copper")
        await page.get_by_test_id("add-option-from").click()
        await page.get_by_test_id("option-from").fill("2032-03-01")
        await page.get_by_test_id("add-option-to").click()
        await page.get_by_test_id("option-to").fill("2032-05-31")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("For looser controls: 3")
        await expect(last_card(page)).not_to_contain_text("7 July 2032")
        await keep(page, "page-sides")
        await page.get_by_test_id("composer").fill("/sides graphene")
        await page.get_by_test_id("add-option-stance").click()
        await page.get_by_test_id("option-stance").fill("tight")
        await page.get_by_test_id("choice").filter(has_text="For tighter controls").click()
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("For tighter controls: 1")
        await expect(last_card(page)).not_to_contain_text("Tomas Okoro")
        await page.get_by_test_id("composer").fill("/timeline copper")
        await page.get_by_test_id("add-option-from").click()
        await page.get_by_test_id("option-from").fill("the spring")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("“the spring” is no date for from")


async def test_more_sources_than_buttons_are_opened_from_a_menu(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    people.say(scene.moderator, scene.general, " ".join(CLAIMS))
    async with opened(house.playground) as page:
        await page.get_by_test_id("message").last.click(button="right")
        await page.get_by_test_id("app-Check this claim").click()
        await expect(last_card(page)).to_contain_text("Supported")
        await page.get_by_role("button", name="More passages").click()
        await page.get_by_role("option").filter(has_text="Fernvik").first.click()
        await expect(last_card(page)).to_contain_text("by the")
        await expect(last_card(page).locator("u").first).to_contain_text(CLAIMS[-1].rstrip("."))


async def test_a_thread_remembers_what_was_asked_in_it(house: House) -> None:
    async with opened(house.playground) as page:
        composer = page.get_by_test_id("composer")
        await page.get_by_test_id("message").first.click(button="right")
        await page.get_by_test_id("menu-thread").click()
        await page.get_by_test_id("thread-name").fill("Glass")
        await page.get_by_test_id("dialog-submit").click()
        await expect(page.get_by_test_id("channel-title")).to_contain_text("Glass")
        await composer.fill("@Chokepoint When was the Saltmarsh glass permit rule issued?")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text("issued the glass permit rule on 2 May 2029")
        await composer.fill("@Chokepoint and when was it rescinded?")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text("on 9 July 2030")
        await expect(page.get_by_test_id("container")).to_have_count(2)
