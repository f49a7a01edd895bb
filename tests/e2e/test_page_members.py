"""What members do with an answer, by real clicks in a real browser."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e.browsing import PHONE, keep, needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.test_page import QUESTION, SENTENCE, last_card, run

pytestmark = needs_chromium


async def test_an_answer_is_followed_up_voted_on_and_copied(house: House) -> None:
    async with opened(house.playground) as page:
        await page.get_by_test_id("channel-policy-questions").click()
        await run(page, f"/ask {QUESTION}")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await page.get_by_role("button", name="Follow up").last.click()
        form = page.get_by_test_id("modal")
        await form.get_by_label("Your question").fill("And for hospitals?")
        await form.get_by_test_id("dialog-submit").click()
        await expect(last_card(page)).to_contain_text("hospitals?")
        await expect(last_card(page)).to_contain_text("does not apply to wafers for hospitals")
        await page.get_by_role("button", name="Not helpful").last.click()
        await form.get_by_label("Reason").fill("Too old")
        await form.get_by_test_id("dialog-submit").click()
        await expect(last_card(page)).to_contain_text("moderators will look at it")
        await page.get_by_role("button", name="Helpful", exact=True).last.click()
        await expect(last_card(page)).to_contain_text("your vote is kept")
        await page.get_by_role("button", name="Ask a human").last.click()
        await expect(last_card(page)).to_contain_text("Nobody is set up here")
        await page.get_by_role("button", name="Private copy").last.click()
        await expect(last_card(page)).to_contain_text("in your direct messages")
        await page.get_by_test_id("rail-home").click()
        await expect(last_card(page)).to_contain_text("hospitals?")


async def test_a_message_is_checked_from_its_menu(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    people.say(scene.moderator, scene.general, "Northland capped graphene wafers at 15,000 a year.")
    async with opened(house.playground) as page:
        await page.get_by_test_id("message").last.click(button="right")
        await page.get_by_test_id("app-Check this claim").click()
        await expect(last_card(page)).to_contain_text("Contradicted")
        await expect(page.get_by_test_id("only-you")).to_be_visible()
        await page.get_by_role("button", name="Passage 1").click()
        await expect(last_card(page).locator("u").first).to_contain_text("12,000 a year")
        await keep(page, "page-claims")


async def test_a_timeline_reads_on_a_phone(house: House) -> None:
    async with opened(house.playground, PHONE) as page:
        await run(page, "/timeline graphene wafers")
        picture = last_card(page).get_by_role("img")
        await expect(picture).to_have_attribute("alt", re.compile("^Timeline. 1 June 2030"))
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(overflow) == 0
        await keep(page, "page-timeline")


async def test_privacy_settings_and_help_answer_the_person_alone(house: House) -> None:
    async with opened(house.playground) as page:
        newest = page.get_by_test_id("message").last
        await run(page, "/help ")
        await expect(newest).to_contain_text("/timeline")
        await run(page, "/privacy ")
        await expect(newest).to_contain_text("What is stored of you")
        await page.get_by_role("button", name="Delete my data").click()
        await page.get_by_role("button", name="Yes, delete").click()
        await expect(newest).to_contain_text("Done: 0 records were deleted.")
        await page.get_by_test_id("composer").fill("/settings ")
        await page.get_by_test_id("choice").first.click()
        await page.get_by_test_id("command-send").click()
        await expect(newest).to_contain_text("text without boxes")
        await expect(newest.get_by_test_id("container")).to_have_count(0)
        await expect(page.get_by_test_id("only-you")).to_have_count(5)
