"""A headless Chromium on a playground's page, where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.playground.server import Playground

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")

WIDE, PHONE = (1200, 800), (375, 740)
# A busy machine may take its time.
expect.set_options(timeout=20_000)
# Not under version control; for whoever wants to see what a test saw.
PICTURES = Path(__file__).parents[2] / "build"


@asynccontextmanager
async def opened(
    playground: Playground, size: tuple[int, int] = WIDE, locale: str = ""
) -> AsyncIterator[Page]:
    """Open the page, its client in a language; an error of its scripts fails the test."""
    faults: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark",
            reduced_motion="reduce",
        )
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(f"{playground.origin}/?locale={locale}")
        await page.locator("body[data-ready]").wait_for()
        yield page
        await browser.close()
    assert faults == []


async def keep(page: Page, name: str) -> None:
    """Keep a picture of the page."""
    PICTURES.mkdir(exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
