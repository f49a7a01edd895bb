"""`check`: what the corpus says for and against a claim."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.shared import ABSTAINED, DONE, CorpusOption, DataOption, JsonOption, progress_bar
from bot.cli.text import print_claims
from bot.settings import load_settings
from retrieval.claims import ClaimReport
from retrieval.librarian import Librarian


def check(
    claim: Annotated[str, typer.Argument(help="A claim or a whole message, in quotation marks.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check a claim against the corpus. Exit code 3 when the corpus decides nothing of it."""
    settings = load_settings(corpus=corpus, data=data)

    async def checked() -> ClaimReport:
        with progress_bar() as listen:
            librarian = await Librarian.open(settings.retrieval(), listen)
        async with librarian:
            return await librarian.check(claim)

    report = asyncio.run(checked())
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        print_claims(report, Console())
    return DONE if report.decided else ABSTAINED
