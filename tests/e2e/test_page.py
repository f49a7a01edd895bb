"""The page in a real browser, against the real bot."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.e2e.conftest import House

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

QUESTION = "How many graphene wafers may Northland export a year?"
SENTENCE = "Northland's trade ministry capped exports of graphene wafers at 12,000 a year"
# Not under version control; for whoever wants to see what the test saw.
PICTURES = Path(__file__).parents[2] / "build"
WIDE, PHONE = (1200, 800), (375, 740)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


async def opened(browser: Browser, house: House, size: tuple[int, int] = WIDE) -> Page:
    """Return the page, which fails the test by any error of its scripts."""
    width, height = size
    page = await browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark", reduced_motion="reduce"
    )
    page.set_default_timeout(20_000)
    page.on("pageerror", _fail)
    await page.goto(house.playground.origin)
    await expect(page.get_by_test_id("bot-state")).to_have_text("Chokepoint is online")
    return page


def _fail(error: object) -> None:
    raise AssertionError(f"a script of the page failed: {error}")


async def run(page: Page, line: str) -> None:
    """Type a command and run it."""
    await page.get_by_test_id("composer").fill(line)
    await page.get_by_test_id("command-send").click()


def last_card(page: Page) -> Locator:
    return page.get_by_test_id("container").last


async def keep(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")


async def test_a_member_asks_opens_the_passage_and_may_not_reload(
    browser: Browser, house: House
) -> None:
    page = await opened(browser, house)
    await page.get_by_test_id("channel-policy-questions").click()
    await run(page, f"/ask {QUESTION}")
    await expect(last_card(page)).to_contain_text(SENTENCE)
    await expect(page.get_by_test_id("used-command")).to_contain_text("Member used /ask")
    await page.get_by_role("button", name="Passage 1").click()
    passage = page.get_by_test_id("message").last
    await expect(passage).to_contain_text("Only you can see this")
    await expect(passage.locator("u").first).to_contain_text(SENTENCE)
    await keep(page, "page-passage")
    await run(page, "/corpus reload ")
    await expect(last_card(page)).to_contain_text("Only moderators can do this")
    await page.get_by_test_id("dismiss").last.click()
    await expect(page.get_by_text("Only moderators can do this")).to_have_count(0)


async def test_a_moderator_reloads_and_does_not_see_what_is_a_members_own(
    browser: Browser, house: House
) -> None:
    page = await opened(browser, house)
    await run(page, f"/ask {QUESTION}")
    await page.get_by_role("button", name="Passage 1").click()
    await expect(page.get_by_test_id("only-you")).to_be_visible()
    await page.get_by_test_id("user-switch").select_option(label="Moderator")
    await expect(page.get_by_test_id("role")).to_have_text("Moderator")
    await expect(last_card(page)).to_contain_text(SENTENCE)
    await expect(page.get_by_test_id("only-you")).to_have_count(0)
    await run(page, "/corpus reload ")
    await expect(last_card(page)).to_contain_text("The new index is live.")
    await expect(last_card(page)).to_contain_text("Nothing changed.")
    await keep(page, "page-reload")


async def test_a_mention_in_a_thread_and_a_direct_message_are_answered(
    browser: Browser, house: House
) -> None:
    page = await opened(browser, house)
    composer = page.get_by_test_id("composer")
    await page.get_by_test_id("message").first.click(button="right")
    await page.get_by_test_id("menu-thread").click()
    await page.get_by_test_id("thread-name").fill("Wafers")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("channel-title")).to_contain_text("Wafers")
    await composer.press_sequentially("@cho")
    await composer.press("Enter")
    await composer.press_sequentially(QUESTION)
    await composer.press("Enter")
    await expect(page.get_by_test_id("reply-to")).to_contain_text(f"@Chokepoint {QUESTION}")
    await expect(last_card(page)).to_contain_text(SENTENCE)
    await page.get_by_test_id("rail-home").click()
    await composer.fill(QUESTION)
    await composer.press("Enter")
    await expect(last_card(page)).to_contain_text(SENTENCE)


async def test_options_are_completed_from_the_corpus_by_keyboard_alone(
    browser: Browser, house: House
) -> None:
    page = await opened(browser, house)
    await page.get_by_test_id("composer").focus()
    await page.keyboard.type("/sour")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("add-option-outlet").press("Enter")
    await page.keyboard.type("harb")
    await expect(page.get_by_test_id("choice").first).to_have_text("The Harbour Gazette")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(last_card(page)).to_contain_text("Northland caps exports of graphene wafers")
    await expect(page.get_by_test_id("composer")).to_be_focused()


async def test_a_phone_shows_the_channels_in_a_drawer_and_nothing_overflows(
    browser: Browser, house: House
) -> None:
    page = await opened(browser, house, PHONE)
    await page.get_by_test_id("sidebar-switch").click()
    await expect(page.get_by_test_id("channel-general")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("sidebar-switch")).to_be_focused()
    await page.get_by_test_id("example").first.click()
    await expect(last_card(page)).to_be_visible()
    await keep(page, "page-phone")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) == 0
    nameless = (
        "[...document.querySelectorAll('button')].filter(b => !b.ariaLabel && !b.textContent)"
    )
    assert await page.evaluate(f"{nameless}.map(b => b.outerHTML)") == []
