"""Ways to ask, and what comes of an answer, by real clicks in a real browser."""

from __future__ import annotations

import json
import re

from playwright.async_api import Page, expect

from bot.playground.webhooks import USER_INSTALL_FOLLOWUPS
from bot.playground.wire import Event
from tests.e2e.browsing import keep, needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.test_page import QUESTION, SENTENCE, last_card, run

pytestmark = needs_chromium

HOSPITALS = "does not apply to wafers for hospitals"


async def become(page: Page, person: str) -> None:
    await page.get_by_test_id("user-switch").select_option(label=person)
    await expect(page.get_by_test_id("role")).to_have_text(person)


async def add_option(page: Page, name: str, typed: str, choice: str) -> None:
    """Add an option to the command, type in it and take what is offered."""
    await page.get_by_test_id(f"add-option-{name}").click()
    await page.get_by_test_id(f"option-{name}").press_sequentially(typed)
    await page.get_by_test_id("choice").filter(has_text=choice).click()


async def set_up(page: Page, command: str, option: str, value: str) -> None:
    """Change a setting of the server, as its moderator."""
    await page.get_by_test_id("composer").fill(f"/corpus config {command} ")
    await page.get_by_test_id(f"add-option-{option}").click()
    await page.get_by_test_id(f"option-{option}").fill(value)
    await page.get_by_test_id("command-send").click()
    await expect(page.get_by_test_id("message").last).to_contain_text("Settings of this server")


async def test_a_question_is_asked_with_every_option(house: House) -> None:
    async with opened(house.playground) as page:
        await page.get_by_test_id("composer").fill("/ask What about the wafer cap?")
        await add_option(page, "expert", "oko", "Tomas Okoro")
        await add_option(page, "outlet", "coa", "Coast Radio")
        await add_option(page, "since", "this", "(this year)")
        await add_option(page, "private", "t", "True")
        await keep(page, "page-ask-options")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("will drive makers abroad")
        await expect(last_card(page)).to_contain_text("Coast Radio")
        await expect(last_card(page)).not_to_contain_text("Ada Verne")
        await expect(page.get_by_test_id("only-you")).to_have_count(1)
        await become(page, "Moderator")
        await expect(page.get_by_test_id("container")).to_have_count(0)


async def test_a_pasted_command_line_fills_the_options_it_names(house: House) -> None:
    async with opened(house.playground) as page:
        await page.get_by_test_id("composer").fill("/timeline topic:wafer cap from:2031")
        await expect(page.get_by_test_id("option-topic")).to_have_value("wafer cap")
        await expect(page.get_by_test_id("option-from")).to_have_value("2031")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text("Timeline: wafer cap")


async def test_a_message_is_asked_about_for_its_reader_alone(house: House) -> None:
    people, scene = house.playground.people, house.playground.scene
    people.say(scene.moderator, scene.general, QUESTION)
    async with opened(house.playground) as page:
        await page.get_by_test_id("message").last.click(button="right")
        await page.get_by_test_id("app-Ask about this").click()
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await expect(page.get_by_test_id("only-you")).to_have_count(1)
        await expect(page.get_by_test_id("used-command")).to_contain_text("Ask about this")


async def test_who_asks_too_soon_is_told_when_to_come_back(house: House) -> None:
    async with opened(house.playground) as page:
        await become(page, "Moderator")
        await set_up(page, "cooldowns", "person", "900")
        await become(page, "Member")
        await run(page, f"/ask {QUESTION}")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await run(page, f"/ask {QUESTION}")
        told = re.compile(r"You asked a short while ago; ask again in 1\d minutes\.")
        await expect(last_card(page)).to_contain_text(told)
        await expect(page.get_by_test_id("only-you")).to_have_count(1)


async def test_a_question_for_people_reaches_the_channel_chosen_for_it(house: House) -> None:
    async with opened(house.playground) as page:
        await become(page, "Moderator")
        await set_up(page, "human", "channel", "#moderators")
        await become(page, "Member")
        await run(page, "/ask Who won the 2022 World Cup?")
        await expect(last_card(page)).to_contain_text("does not hold the answer")
        await page.get_by_role("button", name="Ask a human").click()
        await expect(last_card(page)).to_contain_text("with the moderators now")
        await become(page, "Moderator")
        await page.get_by_test_id("channel-moderators").click()
        await expect(last_card(page)).to_contain_text("Member asks a human")
        await expect(last_card(page)).to_contain_text("Who won the 2022 World Cup?")
        await last_card(page).get_by_role("button", name="Passage").first.click()
        await expect(page.get_by_test_id("only-you")).to_have_count(1)


async def test_ones_data_is_downloaded_and_deleted(house: House) -> None:
    async with opened(house.playground) as page:
        await run(page, f"/ask {QUESTION}")
        await page.get_by_role("button", name="Helpful", exact=True).click()
        await expect(last_card(page)).to_contain_text("your vote is kept")
        await run(page, "/privacy ")
        await page.get_by_role("button", name="Export my data").click()
        file = page.get_by_role("link", name="my-chokepoint-data.json")
        address = await file.get_attribute("href")
        held = json.loads(await page.evaluate("url => fetch(url).then(r => r.text())", address))
        assert [one["question"] for one in held["questions"]] == [QUESTION]
        await page.get_by_role("button", name="Delete my data").click()
        await page.get_by_role("button", name="Yes, delete").click()
        await expect(last_card(page)).to_contain_text("Done: 2 records were deleted.")
        await page.get_by_role("button", name="Private copy").click()
        await expect(last_card(page)).to_contain_text("no longer kept")


async def test_who_installed_the_app_alone_uses_it_in_a_server_without_it(house: House) -> None:
    playground, scene = house.playground, house.playground.scene
    claim = "Northland capped exports of graphene wafers at 12,000 a year."
    playground.people.say(scene.moderator, scene.general, claim)
    opens: list[str] = []

    def hear(event: Event) -> None:
        if event.name == "INTERACTION_CREATE":
            opens.append(event.data["id"])

    playground.world.listeners.append(hear)
    async with opened(playground) as page:
        await page.get_by_label("Only I installed the app").check()
        await run(page, f"/ask {QUESTION}")
        card = page.get_by_test_id("message").last
        await expect(card).to_contain_text(SENTENCE)
        answer = page.locator(f"[data-message-id='{await card.get_attribute('data-message-id')}']")
        # More presses of one card's buttons than one interaction may have follow-ups.
        for count in range(1, USER_INSTALL_FOLLOWUPS + 2):
            await answer.get_by_role("button", name="Passage 1").click()
            await expect(page.get_by_test_id("only-you")).to_have_count(count)
        await answer.get_by_role("button", name="Follow up").click()
        form = page.get_by_test_id("modal")
        await form.get_by_label("Your question").fill("And for hospitals?")
        await form.get_by_test_id("dialog-submit").click()
        await expect(last_card(page)).to_contain_text(HOSPITALS)
        # An open form keeps the focus, and what is typed would go to it.
        await expect(form).to_have_count(0)
        await run(page, "/timeline graphene wafers")
        await expect(last_card(page).get_by_role("img")).to_be_visible()
        await page.get_by_test_id("message").filter(has_text=claim).first.click(button="right")
        await page.get_by_test_id("app-Check this claim").click()
        await expect(last_card(page)).to_contain_text("Supported")
        # What moderators do isn't there.
        await page.get_by_test_id("composer").fill("/corpus")
        await expect(page.get_by_text("No command matches")).to_be_visible()
    assert len(opens) > USER_INSTALL_FOLLOWUPS
    for one in map(playground.interactions.get, opens):
        assert one.user_install
        assert len(one.followups) <= USER_INSTALL_FOLLOWUPS


async def test_an_answer_is_pursued_in_a_thread_that_its_button_opens(house: House) -> None:
    async with opened(house.playground) as page:
        await run(page, f"/ask {QUESTION}")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await page.get_by_role("button", name="Open a thread").click()
        await expect(last_card(page)).to_contain_text("The thread:")
        await page.get_by_test_id("thread-card").click()
        await expect(page.get_by_test_id("channel-title")).to_contain_text(QUESTION)
        await expect(last_card(page)).to_contain_text("Mention me here")
        composer = page.get_by_test_id("composer")
        await composer.fill("@Chokepoint And for hospitals?")
        await composer.press("Enter")
        await expect(last_card(page)).to_contain_text(HOSPITALS)
        await keep(page, "page-thread")
