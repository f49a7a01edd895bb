"""The bot in a member's own language: names of commands and fixed words, by real clicks."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.browsing import keep, needs_chromium, opened
from tests.e2e.conftest import House
from tests.e2e.test_members import configure
from tests.e2e.test_page import QUESTION, SENTENCE, last_card, run
from tests.e2e.test_rows_page import OLD_RULE

pytestmark = needs_chromium

# The language, its own name, and in it: ask, its question and outlet; help, status; follow up,
# how to use the bot, superseded, check this claim.
LANGUAGES = [
    (
        *("es-ES", "Español de España", "preguntar", "pregunta", "medio", "ayuda", "estado"),
        *("Seguir preguntando", "Cómo usar Chokepoint", "SUSTITUIDA", "Comprobar lo que dice"),
    ),
    (
        *("zh-CN", "中文（中国）", "提问", "问题", "媒体", "帮助", "状态"),
        *("追问", "如何使用 Chokepoint", "已被取代", "核查此说法"),
    ),
    (
        *("ja", "日本語", "質問", "質問文", "メディア", "ヘルプ", "状況"),
        *("続けて質問", "Chokepoint の使い方", "置き換え済み", "この主張を確認"),
    ),
]


async def suggested(page: Page, typed: str) -> list[str]:
    await page.get_by_test_id("composer").fill(typed)
    return await page.get_by_test_id("suggestion").locator("b").all_text_contents()


@pytest.mark.parametrize("words", LANGUAGES, ids=[words[0] for words in LANGUAGES])
async def test_a_member_sees_commands_and_fixed_words_in_their_language(
    house: House, words: tuple[str, ...]
) -> None:
    locale, name, ask, question, outlet, help_, status, follow, usage, superseded, check = words
    async with opened(house.playground, locale=locale) as page:
        await expect(page.get_by_test_id("locale-switch")).to_have_value(locale)
        await expect(page.locator("#locale-switch option:checked")).to_have_text(name)
        assert await suggested(page, f"/{ask}") == [f"/{ask}"]
        # Who knows the command by the name that the bot gave it finds it, too.
        assert await suggested(page, "/timelin") != []

        await page.get_by_test_id("composer").fill(f"/{ask} {QUESTION}")
        await expect(page.get_by_test_id("command-name")).to_have_text(f"/{ask}")
        await expect(page.get_by_test_id("pill-question")).to_contain_text(question)
        await expect(page.get_by_test_id("add-option-outlet")).to_have_text(f"+ {outlet}")
        await page.get_by_test_id("command-send").click()
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await expect(page.get_by_test_id("used-command").last).to_contain_text(f"/{ask}")
        await expect(page.get_by_role("button", name=follow, exact=True)).to_be_visible()

        await run(page, f"/{help_} ")
        await expect(last_card(page)).to_contain_text(usage)
        await expect(last_card(page)).to_contain_text(f"/{status}")
        await run(page, f"/{status} {OLD_RULE}")
        await expect(last_card(page)).to_contain_text(superseded)
        await keep(page, f"page-{locale}")
        await page.get_by_test_id("message").first.click(button="right")
        await expect(page.get_by_test_id("app-Check this claim")).to_have_text(check)


async def test_the_language_stays_when_the_person_is_switched(house: House) -> None:
    async with opened(house.playground, locale="ja") as page:
        await page.get_by_test_id("user-switch").select_option(label="Moderator")
        await expect(page.get_by_test_id("role")).to_have_text("Moderator")
        await expect(page.get_by_test_id("locale-switch")).to_have_value("ja")
        await run(page, "/corpus history ")
        await expect(last_card(page)).to_contain_text("履歴")
        await expect(last_card(page)).to_contain_text("作成")


async def test_the_language_is_switched_on_the_page_and_kept_on_reload(house: House) -> None:
    async with opened(house.playground) as page:
        await expect(page.get_by_test_id("locale-switch")).to_have_value("en-US")
        await page.get_by_test_id("locale-switch").select_option("ja")
        await expect(page.get_by_test_id("locale-switch")).to_have_value("ja")
        assert await suggested(page, "/質") == ["/質問"]
        await page.reload()
        await page.locator("body[data-ready]").wait_for()
        await expect(page.get_by_test_id("locale-switch")).to_have_value("ja")
        await run(page, f"/質問 {QUESTION}")
        await expect(page.get_by_role("button", name="続けて質問")).to_be_visible()
        # A language that has no catalogue is served in English.
        await page.get_by_test_id("locale-switch").select_option("fi")
        await run(page, f"/ask {QUESTION}")
        await expect(page.get_by_role("button", name="Follow up")).to_be_visible()


async def test_when_to_ask_again_is_worded_by_the_persons_own_client(house: House) -> None:
    await configure(house, user_cooldown=900)
    async with opened(house.playground, locale="es-ES") as page:
        await run(page, f"/preguntar {QUESTION}")
        await expect(last_card(page)).to_contain_text(SENTENCE)
        await run(page, f"/preguntar {QUESTION}")
        told = re.compile(r"Has preguntado hace poco; vuelve a preguntar dentro de 1\d minutos\.")
        await expect(last_card(page)).to_contain_text(told)
