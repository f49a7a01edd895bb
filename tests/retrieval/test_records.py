from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import read_corpus
from retrieval.documents import (
    Corpus,
    Document,
    Kind,
    PartialDate,
    Problem,
    Quote,
    Severity,
    SourceReference,
    Stance,
    Status,
)
from retrieval.records import corpus_from_json, corpus_to_json

TEXT = st.text(max_size=20)
OPTIONAL = st.none() | TEXT
DATES = st.none() | st.sampled_from(["2026", "2026-01", "2026-01-15"]).map(PartialDate)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
SOURCES = st.builds(
    SourceReference,
    publisher=TEXT,
    title=OPTIONAL,
    published=DATES,
    url=OPTIONAL,
    document=OPTIONAL,
)
QUOTES = st.builds(
    Quote,
    speaker=TEXT,
    affiliation=OPTIONAL,
    verbatim=st.booleans(),
    stance=st.none() | st.sampled_from(Stance),
)
DOCUMENTS = st.builds(
    Document,
    id=TEXT,
    text=TEXT,
    title=TEXT,
    kind=st.sampled_from(Kind),
    publisher=OPTIONAL,
    author=OPTIONAL,
    published=DATES,
    url=OPTIONAL,
    topics=TEXTS,
    status=st.none() | st.sampled_from(Status),
    effective=DATES,
    supersedes=TEXTS,
    superseded_by=TEXTS,
    conflicts_with=TEXTS,
    aliases=TEXTS,
    license=OPTIONAL,
    sources=st.lists(SOURCES, max_size=2).map(tuple),
    quote=st.none() | QUOTES,
    path=TEXT,
    line=st.integers(1, 10**6),
    digest=TEXT,
)
PROBLEMS = st.builds(
    Problem,
    path=TEXT,
    line=st.integers(1, 10**6),
    phrase=TEXT,
    severity=st.sampled_from(Severity),
    values=st.dictionaries(TEXT, TEXT, max_size=2),
)


@given(st.lists(DOCUMENTS, max_size=3), st.lists(PROBLEMS, max_size=3))
def test_a_corpus_comes_back_as_it_was(documents: list[Document], problems: list[Problem]) -> None:
    corpus = Corpus(tuple(documents), tuple(problems))
    back = corpus_from_json(corpus_to_json(corpus))
    assert back == corpus
    assert back.by_id == corpus.by_id
    for document in back.documents:
        assert isinstance(document.kind, Kind)
        assert all(isinstance(value, tuple) for value in (document.topics, document.sources))


def test_a_corpus_read_from_files_comes_back_as_it_was(small_corpus: Path) -> None:
    corpus = read_corpus(small_corpus)
    assert corpus_from_json(corpus_to_json(corpus)) == corpus


def test_a_source_stored_before_it_could_name_a_document_is_still_read(small_corpus: Path) -> None:
    corpus = read_corpus(small_corpus)
    stored = json.loads(corpus_to_json(corpus))
    for document in stored["documents"]:
        for source in document["sources"]:
            del source["document"]
    assert corpus_from_json(json.dumps(stored)) == corpus
