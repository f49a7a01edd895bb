"""The options that say something of a document, and what is given of them."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.curated import show
from retrieval.librarian import Preview

PASSAGES_SHOWN = 5

Title = Annotated[str | None, typer.Option(help="What it is called.")]
Publisher = Annotated[str | None, typer.Option(help="The outlet.")]
Author = Annotated[str | None, typer.Option(help="Who wrote it.")]
Published = Annotated[str | None, typer.Option(help="As 2026-01-15.")]
Url = Annotated[str | None, typer.Option(help="The address of the source.")]
Topics = Annotated[str | None, typer.Option(help="Separated by commas.")]
Status = Annotated[str | None, typer.Option(help="Where a rule stands: in_force, superseded …")]
Effective = Annotated[str | None, typer.Option(help="When it takes effect, as 2026-01-15.")]
SupersededBy = Annotated[str | None, typer.Option(help="The id of the document that replaces it.")]
Speaker = Annotated[str | None, typer.Option(help="Of a quote: who says it.")]
Affiliation = Annotated[str | None, typer.Option(help="Of a quote: whom the speaker is with.")]
Text = Annotated[str | None, typer.Option(help="The whole text anew.")]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help="Only show what it would be; change nothing.")
]


def given(**options: str | None) -> dict[str, str]:
    """Return what was given, by the names of `retrieval.drafts.with_facts`."""
    return {name: value for name, value in options.items() if value is not None}


def show_preview(preview: Preview, as_json: bool) -> int:
    """Print a document as it would be kept, with its first passages."""
    document = preview.document
    facts = {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "published": str(document.published) if document.published else None,
        "url": document.url,
        "status": document.status,
    }
    texts = [passage.text for passage in preview.passages]
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    shown = [f"  {' '.join(text.split())}" for text in texts[:PASSAGES_SHOWN]]
    return show(
        {**facts, "passages": texts},
        as_json,
        *lines,
        f"{len(texts)} passages; the first ones:",
        *shown,
        "Nothing was changed.",
    )
