"""The page in a real browser, against the real bot."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect

from tests.e2e.browsing import PHONE, keep, needs_chromium, opened
from tests.e2e.conftest import House

pytestmark = needs_chromium

QUESTION = "How many graphene wafers may Northland export a year?"
SENTENCE = "Northland's trade ministry capped exports of graphene wafers at 12,000 a year"


async def run(page: Page, line: str) -> None:
    """Type a command and run it."""
    await page.get_by_test_id("composer").fill(line)
    await page.get_by_test_id("command-send").click()


def last_card(page: Page) -> Locator:
    return page.get_by_test_id("container").last


async def test_a_member_asks_opens_the_passage_and_may_not_reload(
    house: House,
) -> None:
    async with opened(house.playground) as page:
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
    house: House,
) -> None:
    async with opened(house.playground) as page:
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
        await expect(page.get_by_test_id("used-command").last).to_contain_text("/corpus reload")
        await keep(page, "page-reload")


async def test_a_mention_in_a_thread_and_a_direct_message_are_answered(
    house: House,
) -> None:
    async with opened(house.playground) as page:
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
    house: House,
) -> None:
    async with opened(house.playground) as page:
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
    house: House,
) -> None:
    async with opened(house.playground, PHONE) as page:
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
