"""The page without the bot: forms, menus and failures; the test answers in the bot's place."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import expect

from bot.playground.server import Playground
from bot.playground.wire import COMPONENTS_V2, EPHEMERAL
from tests.e2e.browsing import keep, needs_chromium, opened

pytestmark = needs_chromium

Json = dict[str, Any]
MESSAGE, MODAL = 4, 9
CARD: Json = {
    "flags": COMPONENTS_V2,
    "components": [
        {"type": 17, "components": [{"type": 10, "content": "A card with **buttons**"}]},
        {
            "type": 1,
            "components": [
                {"type": 2, "style": 1, "label": "Open the form", "custom_id": "open"},
                {"type": 2, "style": 2, "label": "Say nothing", "custom_id": "silent"},
            ],
        },
    ],
}
OPTIONS = [
    {"label": "For", "value": "for"},
    {"label": "Against", "value": "against", "description": "As critics say"},
]
FORM: Json = {
    "title": "A form",
    "custom_id": "form",
    "components": [
        {"type": 10, "content": "Tell us more."},
        {
            "type": 1,
            "components": [
                {"type": 4, "custom_id": "name", "label": "Name", "style": 1, "max_length": 20}
            ],
        },
        {
            "type": 18,
            "label": "Stance",
            "component": {"type": 21, "custom_id": "stance", "options": OPTIONS},
        },
        {
            "type": 18,
            "label": "Topics",
            "description": "As many as you like",
            "component": {"type": 22, "custom_id": "topics", "options": OPTIONS, "min_values": 1},
        },
        {
            "type": 18,
            "label": "Outlet",
            "component": {"type": 3, "custom_id": "outlet", "options": OPTIONS},
        },
    ],
}
UPLOAD: Json = {
    "title": "A file",
    "custom_id": "upload",
    "components": [
        {"type": 18, "label": "Paper", "component": {"type": 19, "custom_id": "paper"}},
        {"type": 18, "label": "Keep a copy", "component": {"type": 23, "custom_id": "copy"}},
    ],
}


class Bot:
    """Takes the interactions that the bot would get, and answers them."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._got: asyncio.Queue[Json] = asyncio.Queue()
        playground.world.listeners.append(self._hear)

    def _hear(self, event: Any) -> None:
        if event.name == "INTERACTION_CREATE":
            self._got.put_nowait(event.data)

    def register(self, *commands: Json) -> None:
        world = self._playground.world
        world.commands.overwrite(None, list(commands), world.bot, world.ids.next)

    def post(self, body: Json) -> None:
        world = self._playground.world
        self._playground.messages.post(self._playground.scene.general, world.bot, body)

    async def answer(self, kind: int, data: Json) -> Json:
        """Answer the next interaction and return it."""
        async with asyncio.timeout(20):
            got = await self._got.get()
        body = {"type": kind, "data": data}
        self._playground.interactions.callback(got["id"], got["token"], body, {})
        return got


async def test_a_form_is_checked_filled_in_and_sent_in_discords_shape(
    playground: Playground,
) -> None:
    bot = Bot(playground)
    bot.post(CARD)
    async with opened(playground) as page:
        await page.get_by_role("button", name="Open the form").click()
        await bot.answer(MODAL, FORM)
        form = page.get_by_test_id("modal")
        await expect(form.get_by_test_id("input-name")).to_be_focused()
        await form.get_by_test_id("dialog-submit").click()
        await expect(form.get_by_test_id("dialog-error")).to_have_text("“Name” is required.")
        await form.get_by_label("Name").fill("Ada")
        await form.get_by_label("Against").first.check()
        await form.get_by_role("group", name="Topics").get_by_label("For").check()
        await form.get_by_test_id("select-outlet").press("Enter")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await keep(page, "page-form")
        await form.get_by_test_id("dialog-submit").click()
        sent = await bot.answer(MESSAGE, {"content": "Thank you", "flags": EPHEMERAL})
        await expect(page.get_by_test_id("message").last).to_contain_text("Thank you")
        await expect(page.get_by_test_id("only-you")).to_be_visible()
        await expect(form).to_have_count(0)
        await expect(page.get_by_test_id("button-open")).to_be_focused()
    filled = [one.get("component") or one.get("components") for one in sent["data"]["components"]]
    assert sent["data"]["custom_id"] == "form"
    assert filled[1][0]["value"] == "Ada"
    assert filled[2]["value"] == "against"
    assert filled[3]["values"] == ["for"]
    assert filled[4]["values"] == ["against"]


async def test_a_file_and_a_checkbox_of_a_form_reach_the_bot(playground: Playground) -> None:
    bot = Bot(playground)
    bot.post(CARD)
    async with opened(playground) as page:
        await page.get_by_role("button", name="Open the form").click()
        await bot.answer(MODAL, UPLOAD)
        form = page.get_by_test_id("modal")
        paper = {"name": "paper.txt", "mimeType": "text/plain", "buffer": b"chips"}
        await form.get_by_test_id("input-paper").set_input_files(paper)  # type: ignore[arg-type]
        await form.get_by_label("Keep a copy").check()
        await form.get_by_test_id("dialog-submit").click()
        sent = await bot.answer(MESSAGE, {"content": "Got it"})
        await expect(form).to_have_count(0)
    paper_field, copy_field = (one["component"] for one in sent["data"]["components"])
    attachment = sent["data"]["resolved"]["attachments"][paper_field["values"][0]]
    assert (attachment["filename"], attachment["size"]) == ("paper.txt", 5)
    assert copy_field["value"] is True


async def test_a_button_that_the_bot_leaves_unanswered_says_so(playground: Playground) -> None:
    Bot(playground).post(CARD)
    async with opened(playground) as page:
        silent = page.get_by_role("button", name="Say nothing")
        await silent.click()
        await expect(silent).to_have_attribute("aria-busy", "true")
        await expect(page.get_by_test_id("interaction-failed")).to_have_text(
            "This interaction failed"
        )
        await expect(silent).to_be_focused()


async def test_an_apps_entry_in_a_messages_menu_carries_the_message(playground: Playground) -> None:
    bot = Bot(playground)
    check = {"type": 3, "name": "Check this", "integration_types": [0, 1], "contexts": [0, 1, 2]}
    bot.register(check, {"type": 3, "name": "Only where I am", "integration_types": [0]})
    async with opened(playground) as page:
        message = page.get_by_test_id("message").first
        await message.click(button="right")
        await expect(page.get_by_test_id("app-Only where I am")).to_be_visible()
        await page.keyboard.press("End")
        await page.keyboard.press("ArrowUp")
        await expect(page.get_by_test_id("app-Check this")).to_be_focused()
        await page.keyboard.press("Enter")
        sent = await bot.answer(MESSAGE, {"content": "Checked", "flags": EPHEMERAL})
        await expect(page.get_by_test_id("message").last).to_contain_text("Checked")
        identity = await message.get_attribute("data-message-id")
        assert sent["data"]["target_id"] == identity
        assert sent["data"]["resolved"]["messages"][identity]["content"]
        assert list(sent["authorizing_integration_owners"]) == ["0"]

        await page.get_by_label("Only I installed the app").check()
        await message.click(button="right")
        await expect(page.get_by_test_id("app-Only where I am")).to_have_count(0)
        await page.get_by_test_id("app-Check this").click()
        sent = await bot.answer(MESSAGE, {"content": "Checked again", "flags": EPHEMERAL})
        assert list(sent["authorizing_integration_owners"]) == ["1"]


async def test_a_message_is_kept_while_there_is_no_connection(playground: Playground) -> None:
    async with opened(playground) as page:
        composer = page.get_by_test_id("composer")
        port = int(playground.origin.rpartition(":")[2])
        await playground.close()
        await expect(page.get_by_test_id("status")).to_contain_text("No connection")
        await composer.fill("Is anyone there?")
        await composer.press("Enter")
        await expect(page.get_by_test_id("toast")).to_contain_text("no connection")
        await expect(composer).to_have_value("Is anyone there?")
        await playground.start(port)
        await expect(page.get_by_test_id("status")).to_be_hidden()
        await composer.press("Enter")
        await expect(page.get_by_test_id("content").last).to_have_text("Is anyone there?")


async def test_a_command_that_is_given_up_leaves_the_box_as_high_as_it_was(
    playground: Playground,
) -> None:
    Bot(playground).register({"type": 1, "name": "look", "description": "Look around"})
    async with opened(playground) as page:
        composer = page.get_by_test_id("composer")
        before = await composer.bounding_box()
        await composer.fill("/look ")
        await page.get_by_test_id("command-cancel").click()
        await expect(composer).to_be_focused()
        assert await composer.bounding_box() == before
