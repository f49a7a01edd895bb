"""`corpus list | show | edit | quote add`: what is held, and changes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import facts
from bot.cli.curated import Desk, curated, read_source, show, show_report, write_target
from bot.cli.shared import CorpusOption, DataOption, JsonOption
from retrieval.build import ReloadReport
from retrieval.documents import Document
from retrieval.drafts import download, quote_draft
from retrieval.errors import ChokepointError
from retrieval.librarian import Preview

quote = typer.Typer(help="People's words and positions.", no_args_is_help=True)

DocumentId = Annotated[str, typer.Argument(metavar="ID", help="A document's id.")]


def list_documents(
    words: Annotated[str, typer.Argument(help="Only titles and ids that hold this.")] = "",
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the documents that are live, by id."""

    async def act(desk: Desk) -> list[Document]:
        wanted = words.casefold()
        documents = desk.librarian.documents()
        return [one for one in documents if wanted in f"{one.id} {one.title}".casefold()]

    found = sorted(curated(corpus, data, act), key=lambda document: document.id)
    rows = [
        {
            "id": document.id,
            "kind": document.kind,
            "title": document.title,
            "published": str(document.published) if document.published else None,
            "status": document.status,
            "path": document.path,
        }
        for document in found
    ]
    lines = [
        f"{row['id']}  {row['published'] or 'no date'}  {row['status'] or row['kind']}  "
        f"{row['title']}"
        for row in rows
    ]
    return show(rows, as_json, *lines)


def show_document(
    document: DocumentId,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write it there, to change it and give it to edit."),
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print a document as its file, or write the file; the name tells the version."""

    async def act(desk: Desk) -> Document:
        return desk.curator.document(document)

    found = curated(corpus, data, act)
    name, content = download(found)
    if save is None:
        text = content.decode()
        return show({"id": found.id, "file": name, "content": text}, as_json, text.rstrip())
    write_target(save / name, content)
    return show({"id": found.id, "file": str(save / name)}, as_json, str(save / name))


def edit(
    document: DocumentId,
    file: Annotated[
        str | None,
        typer.Option(
            help="The document anew: md, txt, html or pdf. Without front matter: its text."
        ),
    ] = None,
    title: facts.Title = None,
    publisher: facts.Publisher = None,
    author: facts.Author = None,
    published: facts.Published = None,
    url: facts.Url = None,
    topics: facts.Topics = None,
    status: facts.Status = None,
    effective: facts.Effective = None,
    superseded_by: facts.SupersededBy = None,
    speaker: facts.Speaker = None,
    affiliation: facts.Affiliation = None,
    text: facts.Text = None,
    preview: facts.PreviewOption = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Change a document; what isn't given stays. "none" takes a fact away."""
    wanted = facts.given(
        title=title,
        publisher=publisher,
        author=author,
        published=published,
        url=url,
        topics=topics,
        status=status,
        effective=effective,
        superseded_by=superseded_by,
        speaker=speaker,
        affiliation=affiliation,
        text=text,
    )
    if file is None and not wanted:
        raise ChokepointError(
            "Say what to change: --file, or a fact such as --status superseded. `corpus show` "
            "gives the file."
        )
    content = read_source(file) if file is not None else None

    async def act(desk: Desk) -> ReloadReport | Preview:
        curator = desk.curator
        old = curator.document(document)
        made, seen = curator.changed(old, wanted), old.digest
        if file is not None and content is not None:
            changed, seen = await curator.read_edit(old, file, content, wanted)
            made = changed.document
        if preview:
            return await desk.librarian.preview_edit(made)
        return await curator.edit(desk.actor, made, seen)

    done = curated(corpus, data, act)
    if isinstance(done, ReloadReport):
        return show_report(done, as_json)
    return facts.show_preview(done, as_json)


@quote.command("add")
def add_quote(
    speaker: Annotated[str, typer.Argument(help="Who says it.")],
    text: Annotated[str, typer.Argument(help="The words, or the position in a sentence of yours.")],
    verbatim: Annotated[
        bool, typer.Option("--verbatim", help="The exact words; shown in quotation marks.")
    ] = False,
    affiliation: facts.Affiliation = None,
    published: facts.Published = None,
    publisher: facts.Publisher = None,
    url: facts.Url = None,
    topics: facts.Topics = None,
    preview: facts.PreviewOption = False,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Add a person's words or position; live in seconds."""
    wanted = facts.given(
        speaker=speaker,
        text=text,
        affiliation=affiliation,
        published=published,
        publisher=publisher,
        url=url,
        topics=topics,
    )
    draft = quote_draft(wanted, verbatim=verbatim)
    if preview:
        made = curated(corpus, data, lambda desk: desk.librarian.preview(draft))
        return facts.show_preview(made, as_json)
    report = curated(corpus, data, lambda desk: desk.curator.add(desk.actor, draft))
    return show_report(report, as_json)
