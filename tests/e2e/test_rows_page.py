"""Each thing a member can do, once, by a real command or click in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.test_opened import listening
from tests.e2e.test_page import QUESTION, SENTENCE, last_card, run

pytestmark = needs_chromium
__all__ = ["listening"]

OLD_RULE, NEW_RULE = (
    "Northland's first quota on graphene wafers",
    "Northland caps exports of graphene wafers",
)


async def answered(page: Page, line: str, *texts: str) -> None:
    """Run a command and see every text on the card it is answered with."""
    await run(page, line)
    for text in texts:
        await expect(last_card(page)).to_contain_text(text)


async def test_the_corpus_is_browsed_by_topic_rule_person_term_and_source(house: House) -> None:
    async with opened(house.playground) as page:
        await answered(page, "/sides graphene", "Ada Verne", "For tighter controls", "Coast Radio")
        await answered(page, f"/status {OLD_RULE}", "SUPERSEDED", NEW_RULE)
        await answered(page, "/quote Okoro", "Wafer Makers' League", "will drive makers abroad")
        await answered(page, "/define GW", "a thin disc on which carbon circuits are printed")
        await answered(page, "/sources graphene", NEW_RULE, OLD_RULE)
        newest = page.get_by_test_id("message").last
        await newest.get_by_role("button", name="Read", exact=True).first.click()
        await expect(page.get_by_test_id("only-you")).to_have_count(2)
        await expect(newest).to_contain_text("the wafer cap will drive makers abroad")


async def test_help_and_settings_answer_the_person_alone(house: House) -> None:
    async with opened(house.playground) as page:
        await answered(page, "/help ", "/sides", "/status", "/define", "Check this claim")
        await page.get_by_test_id("composer").fill("/settings ")
        await page.get_by_test_id("choice").filter(has_text="True").click()
        await page.get_by_test_id("command-send").click()
        newest = page.get_by_test_id("message").last
        await expect(newest).to_contain_text("text without boxes")
        await expect(page.get_by_test_id("only-you")).to_have_count(2)
        await run(page, f"/ask {QUESTION}")
        await expect(newest).to_contain_text(SENTENCE)
        await expect(newest.get_by_test_id("container")).to_have_count(0)


async def test_a_direct_message_and_a_reply_to_the_answer_are_answered(house: House) -> None:
    async with opened(house.playground) as page:
        composer = page.get_by_test_id("composer")
        await page.get_by_test_id("rail-home").click()
        await composer.fill(QUESTION)
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await page.get_by_test_id("message").last.click(button="right", position={"x": 5, "y": 5})
        await page.get_by_test_id("menu-reply").click()
        await expect(page.get_by_test_id("reply-bar")).to_contain_text("Replying to Chokepoint")
        await composer.fill("And for hospitals?")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text("does not apply to wafers for hospitals")


async def test_a_moderator_opens_a_channel_and_a_forum_to_answers_unasked(
    listening: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The small corpus is none that the figure was chosen on.
    monkeypatch.setattr("bot.cogs.ask.SURE", 0.5)
    await listening.join()
    try:
        async with opened(listening.playground) as page:
            await page.get_by_test_id("user-switch").select_option(label="Moderator")
            await expect(page.get_by_test_id("role")).to_have_text("Moderator")
            for channel in ("#policy-questions", "#ask-the-corpus"):
                await page.get_by_test_id("composer").fill("/corpus config auto ")
                await page.get_by_test_id("option-channel").fill(channel)
                await page.get_by_test_id("command-send").click()
                await expect(last_card(page)).to_contain_text(channel)
            await page.get_by_test_id("user-switch").select_option(label="Member")
            await expect(page.get_by_test_id("role")).to_have_text("Member")
            await page.get_by_test_id("channel-policy-questions").click()
            composer = page.get_by_test_id("composer")
            await composer.fill("Who won the 2022 World Cup, by the way?")
            await composer.press("Enter")
            await composer.fill(QUESTION)
            await composer.press("Enter")
            await expect(last_card(page)).to_contain_text(SENTENCE)
            await expect(page.get_by_test_id("container")).to_have_count(1)
            await page.get_by_test_id("channel-ask-the-corpus").click()
            await page.get_by_test_id("new-post").click()
            await page.get_by_label("Title").fill("The cap")
            await page.get_by_label("Message", exact=True).last.fill(QUESTION)
            await page.get_by_test_id("dialog-submit").click()
            await expect(page.get_by_test_id("channel-title")).to_contain_text("The cap")
            await expect(last_card(page)).to_contain_text(SENTENCE)
    finally:
        await listening.leave()
