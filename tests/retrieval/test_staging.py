"""An edited file keeps all that was not edited: order, comments, unknown keys, the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document, PartialDate, Status
from retrieval.drafts import with_facts
from retrieval.staging import Staging

RULE = """\
---
# The toll of the canal.
title: The canal toll
published: 2031-02   # by hearsay
topics: [canal, toll]

# Where it stands.
status: in_force
editor: Ida
sources:
  - {publisher: Canal Office, title: Register, document: office}
  - publisher: Coast Radio
aliases:
- the toll
---

The canal toll is two crowns.

## Notes

It was one crown.
"""


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(tmp_path)


def edited(staging: Staging, source: str, given: dict[str, str]) -> tuple[Document, str]:
    """Change a file's document and return what is kept, as a keeper would."""
    (old,) = staging.read("articles/toll.md", source.encode()).documents
    new = staging.readable(with_facts(old, given))
    found, content = staging.written(source.encode(), old, new)
    (back,) = staging.read("articles/toll.md", content).documents
    assert back == found
    assert replace(back, path="", line=0) == replace(new, path="", line=0)
    return back, content.decode()


def test_only_what_changed_is_written_anew(staging: Staging) -> None:
    given = {"status": "superseded", "superseded_by": "toll-2032", "topics": "canal"}
    document, content = edited(staging, RULE, given)
    assert (document.status, document.superseded_by) == (Status.SUPERSEDED, ("toll-2032",))
    assert document.sources[0].document == "office"
    assert content == RULE.replace("[canal, toll]", "\n- canal").replace(
        "topics: ", "topics:"
    ).replace("in_force", "superseded").replace(
        "- the toll\n", "- the toll\nsuperseded_by:\n- toll-2032\n"
    )


def test_a_key_is_taken_out_and_the_text_replaced(staging: Staging) -> None:
    document, content = edited(staging, RULE, {"topics": "none", "text": "It is gone."})
    assert document.topics == ()
    head = RULE.replace("topics: [canal, toll]\n", "")
    assert content == head[: head.index("The canal toll is")] + "It is gone.\n"


@pytest.mark.parametrize(
    "source",
    [
        "The canal toll is two crowns.",
        "# The toll\n\nThe canal toll is two crowns.\n",
        "---\n---\nThe canal toll is two crowns.\n",
        "---\n{title: The toll, status: in_force}\n---\nThe canal toll is two crowns.\n",
        "---\ntitle: >\n  The\n  toll\nkind: rule\n---\nThe canal toll is two crowns.\n",
        "\ufeff---\r\ntitle: The toll\r\n---\r\nThe canal toll is two crowns.\r\n",
        '---\n"title": "The toll"\n? status\n: in_force\n---\nThe canal toll is two crowns.\n',
    ],
)
@pytest.mark.parametrize(
    "given_",
    [
        {"title": "Another: toll"},
        {"status": "rescinded", "published": "2031-05-02", "author": "Ida Fenn"},
        {"status": "none", "text": "# Three\n\nThe canal toll is three crowns."},
    ],
)
def test_every_way_of_writing_a_file_reads_back_as_edited(
    staging: Staging, source: str, given_: dict[str, str]
) -> None:
    document, _ = edited(staging, source, given_)
    if "title" in given_:
        assert document.title == "Another: toll"
    if "published" in given_:
        assert (document.published, document.author) == (PartialDate("2031-05-02"), "Ida Fenn")


WORDS = st.text(st.sampled_from("ab :-#'\"\n\t[]{}>|&*!%@é🎉,"), min_size=1, max_size=30)


@given(st.dictionaries(st.sampled_from(("title", "publisher", "author", "topics")), WORDS))
def test_any_words_read_back(tmp_path_factory: pytest.TempPathFactory, given_) -> None:
    wanted = {name: f"x{' '.join(text.split())}" for name, text in given_.items()}
    staging = Staging(tmp_path_factory.mktemp("staged"))
    document, _ = edited(staging, RULE, wanted)
    for name in {"title", "publisher", "author"} & wanted.keys():
        assert getattr(document, name) == wanted[name]
