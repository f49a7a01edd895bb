"""An answer that a chat model writes, seen in a real browser edit by edit."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from bot.playground.server import Playground
from bot.settings import Settings
from retrieval.encoder import Encoder
from tests.e2e.browsing import needs_chromium, opened
from tests.e2e.test_page import QUESTION, last_card, run
from tests.e2e.test_streaming import FIRST, SECOND, WRITING, phrasing

pytestmark = needs_chromium


async def test_an_answer_grows_on_the_page_until_the_whole_of_it_is_there(
    playground: Playground,
    settings: Settings,
    small_corpus: Path,
    one_encoder: Encoder,
    tmp_path: Path,
) -> None:
    async with (
        phrasing(playground, settings, small_corpus, tmp_path / "index") as (_, model),
        opened(playground) as page,
    ):
        await run(page, f"/ask {QUESTION}")
        await expect(last_card(page)).to_contain_text(FIRST)
        await expect(last_card(page)).to_contain_text(WRITING)
        await expect(last_card(page)).not_to_contain_text(SECOND)
        # Nothing to press that belongs to an answer which isn't there yet.
        await expect(page.get_by_role("button", name="Follow up")).to_have_count(0)
        assert model.may_go_on
        model.may_go_on.set()
        await expect(last_card(page)).to_contain_text(SECOND)
        await expect(last_card(page)).not_to_contain_text(WRITING)
        await page.get_by_role("button", name="Follow up").click()
        await expect(page.get_by_test_id("modal")).to_be_visible()
    edits = [one for one in playground.requests if one.path.endswith("/@original")]
    assert len(edits) >= 2
    assert WRITING not in str(edits[-1].body)
    assert SECOND in str(edits[-1].body)
