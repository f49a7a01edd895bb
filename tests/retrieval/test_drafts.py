"""Live documents changed by facts and by files; what is not given stays as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.documents import Document, Kind, PartialDate, Quote, SourceReference, Status
from retrieval.drafts import download, quote_draft, uploaded, with_facts
from retrieval.errors import ChokepointError

RULE = Document(
    id="rules/canal-toll",
    text="The canal toll is two crowns.",
    title="The canal toll",
    kind=Kind.RULE,
    publisher="Coast Radio",
    author="Ida Fenn",
    published=PartialDate("2031-02"),
    topics=("canal",),
    status=Status.IN_FORCE,
    aliases=("the toll",),
    license="CC0-1.0",
    sources=(SourceReference("Canal Office", "Register", PartialDate("2030"), document="x"),),
    path="rules/canal-toll.md",
    digest="12345678" * 8,
)
QUOTE = Document(
    id="quotes/fenn",
    text="Nobody counts.",
    title="Ida Fenn in “The toll”",
    kind=Kind.QUOTE,
    publisher="Coast Radio",
    url="https://radio.example/toll",
    sources=(SourceReference("Coast Radio", "The toll", url="https://radio.example/toll"),),
    quote=Quote("Ida Fenn", "lock keeper", True),
    path="quotes/fenn.yaml",
)


def test_what_is_not_given_stays() -> None:
    changed = with_facts(RULE, {"status": "Superseded", "topics": "canal, toll ,", "author": ""})
    assert changed == replace(RULE, status=Status.SUPERSEDED, topics=("canal", "toll"), author=None)
    assert with_facts(RULE, {"status": "none", "published": "none"}) == replace(
        RULE, status=None, published=None
    )
    assert with_facts(RULE, {}) == RULE


@pytest.mark.parametrize(
    ("document", "given", "says"),
    [
        (RULE, {"published": "May"}, "is no date"),
        (RULE, {"status": "gone"}, "use one of in_force"),
        (RULE, {"title": " "}, "The title can't be empty"),
        (RULE, {"text": ""}, "The text can't be empty"),
        (RULE, {"speaker": "Ida"}, "A document has no speaker"),
        (QUOTE, {"title": "The toll"}, "A quote has no title"),
        (QUOTE, {"superseded_by": "x"}, "A quote has no superseded by"),
    ],
)
def test_what_can_not_be_given_is_one_plain_sentence(document, given, says) -> None:
    with pytest.raises(ChokepointError, match=says):
        with_facts(document, given)


def test_the_source_of_a_quote_is_changed_with_it() -> None:
    changed = with_facts(QUOTE, {"speaker": "Tom Brook", "publisher": "The Harbour Gazette"})
    assert changed.quote == Quote("Tom Brook", "lock keeper", True)
    assert changed.publisher == "The Harbour Gazette"
    assert changed.sources == (replace(QUOTE.sources[0], publisher="The Harbour Gazette"),)
    nowhere = with_facts(quote_draft({"speaker": "Ida", "text": "No."}, verbatim=False), {})
    assert (nowhere.sources, nowhere.publisher, nowhere.url) == ((), None, None)
    found = with_facts(nowhere, {"url": "https://www.pier.example/a"})
    assert (found.publisher, found.sources[0].url) == ("pier.example", found.url)


def test_a_download_given_back_is_the_same_document() -> None:
    name, content = download(RULE)
    changed, version = uploaded(RULE, name, content)
    assert changed == replace(RULE, line=changed.line, digest=changed.digest)
    assert version == "12345678"
    for renamed in (name.replace(".md", "_1.md"), name.replace(".md", " (1).md")):
        assert uploaded(RULE, renamed, content)[1] == "12345678"
    assert uploaded(RULE, "report.20310401.md", content)[1] == RULE.digest


def test_a_file_without_front_matter_gives_the_text_alone() -> None:
    assert uploaded(RULE, "a.txt", b"Three crowns.")[0] == replace(RULE, text="Three crowns.")
    page = b"<html><body><article><p>%s</p></article></body></html>" % (b"Three crowns. " * 20)
    changed, _ = uploaded(RULE, "a.html", page)
    assert (changed.title, changed.status) == (RULE.title, Status.IN_FORCE)
    assert "Three crowns." in changed.text


def test_a_quote_is_not_changed_by_a_file() -> None:
    with pytest.raises(ChokepointError, match="can't be changed by a file"):
        uploaded(QUOTE, "a.md", b"Words.")
