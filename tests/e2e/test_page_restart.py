"""The bot restarts while a person is in the middle of everything, seen in a real browser."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.browsing import needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.test_page import QUESTION, SENTENCE, last_card, run

pytestmark = needs_chromium


async def test_buttons_forms_lists_and_threads_go_on_after_a_restart(house: House) -> None:
    async with opened(house.playground) as page:
        composer = page.get_by_test_id("composer")
        await page.get_by_test_id("message").first.click(button="right")
        await page.get_by_test_id("menu-thread").click()
        await page.get_by_test_id("thread-name").fill("Wafers")
        await page.get_by_test_id("dialog-submit").click()
        await expect(page.get_by_test_id("channel-title")).to_contain_text("Wafers")
        await composer.fill(f"@Chokepoint {QUESTION}")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await run(page, "/privacy ")
        await page.get_by_role("button", name="Delete my data").click()
        await page.get_by_role("button", name="Follow up").click()
        form = page.get_by_test_id("modal")
        await form.get_by_label("Your question").fill("And for hospitals?")

        await house.leave()
        await expect(page.get_by_test_id("bot-state")).to_have_text("Chokepoint is offline")
        await house.join()
        await expect(page.get_by_test_id("bot-state")).to_have_text("Chokepoint is online")

        await form.get_by_test_id("dialog-submit").click()
        await expect(last_card(page)).to_contain_text("does not apply to wafers for hospitals")
        await composer.fill(f"@Chokepoint {QUESTION}")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        answer = page.get_by_test_id("message").filter(has_text=SENTENCE).first
        await answer.get_by_role("button", name="Passage 1").click()
        await expect(last_card(page).locator("u").first).to_contain_text("12,000 a year")
        await answer.get_by_role("button", name="Not helpful").click()
        await form.get_by_label("Reason").fill("Too short")
        await form.get_by_test_id("dialog-submit").click()
        await expect(last_card(page)).to_contain_text("moderators will look at it")
        await page.get_by_role("button", name="Yes, delete").click()
        await expect(last_card(page)).to_contain_text("records were deleted")


async def test_a_command_that_nobody_hears_says_so_and_the_next_one_is_answered(
    house: House,
) -> None:
    async with opened(house.playground) as page:
        await house.leave()
        await expect(page.get_by_test_id("bot-state")).to_have_text("Chokepoint is offline")
        await run(page, f"/ask {QUESTION}")
        await expect(page.get_by_text("The application did not respond")).to_be_visible()
        await page.get_by_test_id("dismiss").click()
        await house.join()
        await run(page, f"/ask {QUESTION}")
        await expect(last_card(page)).to_contain_text(SENTENCE)
