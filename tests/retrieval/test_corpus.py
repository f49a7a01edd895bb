from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.corpus import read_corpus
from retrieval.documents import (
    Kind,
    PartialDate,
    Problem,
    Severity,
    SourceReference,
    Stance,
    Status,
)
from retrieval.errors import CorpusError
from retrieval.file_reading import document_id
from retrieval.sources.file import LARGEST_FILE

RULE = """\
---
title: "Northland's cap"
publisher: The Harbour Gazette
author: Mira Lund
published: 2021-03
url: https://gazette.example/cap
kind: rule
topics: [wafers, cap]
status: In force
effective: 2021-04-01
supersedes: quota
conflicts_with: [radio]
aliases: [the cap]
license: CC BY 4.0
sources:
  - {publisher: Federal Gazette, title: The order, published: 2021-03-04, url: https://fg.example}
---

  The cap is 12,000 wafers a year.
It has held since April.
"""


def write(folder: Path, name: str, data: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def problems(folder: Path) -> list[str]:
    write(folder, "articles/sound.txt", "A sound text.")
    return [str(problem) for problem in read_corpus(folder).problems]


def test_reads_front_matter_text_and_the_line_where_it_begins(tmp_path: Path) -> None:
    write(tmp_path, "articles/2021/cap.md", RULE)
    corpus = read_corpus(tmp_path)
    (document,) = corpus.documents
    assert corpus.problems == ()
    assert corpus.by_id == {"2021/cap": document}
    assert document.text == "The cap is 12,000 wafers a year.\nIt has held since April."
    assert (document.path, document.line) == ("articles/2021/cap.md", 19)
    assert (document.title, document.publisher) == ("Northland's cap", "The Harbour Gazette")
    assert (document.author, document.license) == ("Mira Lund", "CC BY 4.0")
    assert (document.kind, document.status) == (Kind.RULE, Status.IN_FORCE)
    assert document.published == PartialDate("2021-03")
    assert document.effective == PartialDate("2021-04-01")
    assert (document.supersedes, document.superseded_by) == (("quota",), ())
    assert (document.conflicts_with, document.aliases) == (("radio",), ("the cap",))
    assert document.topics == ("wafers", "cap")
    assert document.link == "https://gazette.example/cap"
    assert document.sources == (
        SourceReference(
            "Federal Gazette", "The order", PartialDate("2021-03-04"), "https://fg.example"
        ),
    )


def test_a_plain_file_works_with_a_title_from_its_heading_or_its_name(tmp_path: Path) -> None:
    write(tmp_path, "articles/with_heading.md", "Intro.\n\n## Later\n\n# The heading #\n\nText.")
    write(tmp_path, "articles/no-heading_here.txt", "Only text.")
    write(tmp_path, "terms/wafer.md", "A wafer is a disc.")
    titles = {item.id: (item.title, item.kind) for item in read_corpus(tmp_path).documents}
    assert titles == {
        "with_heading": ("The heading", Kind.ARTICLE),
        "no-heading_here": ("no heading here", Kind.ARTICLE),
        "terms/wafer": ("wafer", Kind.TERM),
    }


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("articles/a.md", "a"),
        ("articles/2021/a.b.txt", "2021/a.b"),
        ("terms/x.md", "terms/x"),
        ("loose.txt", "loose"),
    ],
)
def test_an_id_is_the_path_without_articles_and_suffix(name: str, id_: str) -> None:
    assert document_id(name) == id_


def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.md", RULE)
    (plain,) = read_corpus(tmp_path).documents
    write(tmp_path, "articles/a.md", b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())
    (dos,) = read_corpus(tmp_path).documents
    assert dos == plain


def test_the_digest_tells_what_changed_and_not_where_it_lies(tmp_path: Path) -> None:
    def digest(text: str, front: str = "title: A") -> str:
        write(tmp_path, "articles/a.md", f"---\n{front}\n---\n{text}")
        return read_corpus(tmp_path).documents[0].digest

    first = digest("The cap holds.")
    assert digest("\n\n  The cap holds. \n") == first
    assert digest("The cap fell.") != first
    assert digest("The cap holds.", "title: A\nstatus: rescinded") != first
    assert digest("The cap holds.", "title: A\npublished: 2021") != first


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("articles/a.txt", b"caf\xe9", "articles/a.txt:1: the file is not UTF-8 text (byte 3)"),
        ("articles/a.md", b"Nul\x00", "articles/a.md:1: the file holds NUL bytes"),
        ("articles/a.md", b"", "articles/a.md:1: the file holds no text"),
        ("articles/a.md", "---\ntitle: A\n---\n\n…\n", "articles/a.md:1: the file holds no text"),
        ("articles/a.md", "---\ntitle: A\n", "articles/a.md:1: the front matter opens with ---"),
        ("articles/a.md", "---\na: [\n---\nText.", "articles/a.md:2: the YAML is broken"),
        ("articles/a.md", "---\n- a\n---\nText.", "articles/a.md:2: the front matter must be"),
        ("articles/a.md", "---\na: 1\na: 2\n---\nText.", 'articles/a.md:3: the key "a" is given'),
        ("articles/a.html", "<p></p>", "articles/a.html:1: no article text was found"),
        ("articles/a.pdf", "no pdf", "articles/a.pdf:1: the PDF can't be read"),
        ("quotes/q.yaml", "speaker: A\ntext: B\n", "quotes/q.yaml:1: quotes must be a list; begin"),
        ("quotes/q.yaml", "words", "quotes/q.yaml:1: quotes must be a list of"),
        ("quotes/q.yml", "- a: [", "quotes/q.yml:1: the YAML is broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_with_a_reason(
    tmp_path: Path, name: str, data: str | bytes, problem: str
) -> None:
    write(tmp_path, name, data)
    (found,) = problems(tmp_path)
    assert found.startswith(problem)


def test_faults_in_the_file_system_are_problems(tmp_path: Path) -> None:
    (tmp_path / "articles" / "folder.md").mkdir(parents=True)
    (tmp_path / "articles" / "dangling.md").symlink_to("nowhere.md")
    (tmp_path / "articles" / "loop.md").symlink_to("loop.md")
    os.mkfifo(tmp_path / "articles" / "pipe.txt")
    with (tmp_path / "articles" / "huge.txt").open("wb") as huge:
        huge.truncate(LARGEST_FILE + 1)
    assert problems(tmp_path) == [
        "articles/dangling.md:1: the file can't be read (No such file or directory)",
        "articles/folder.md:1: this is a folder with a file's name; rename it",
        "articles/huge.txt:1: the file is over 20 MB; cut it into smaller ones",
        "articles/loop.md:1: the file can't be read (Too many levels of symbolic links)",
        "articles/pipe.txt:1: this is no ordinary file; put the text itself here",
    ]


def test_the_second_document_of_an_id_is_an_error_that_names_the_first(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.md", "First.")
    write(tmp_path, "articles/a.txt", "Second.")
    write(tmp_path, "quotes/one.yaml", "- {id: x, speaker: Ada, text: Count.}\n")
    write(tmp_path, "quotes/two.yaml", "- {id: x, speaker: Bo, text: Do not.}\n")
    corpus = read_corpus(tmp_path)
    assert [item.text for item in corpus.documents] == ["First.", "Count."]
    assert [str(item) for item in corpus.problems] == [
        'articles/a.txt:1: the id "a" is taken by articles/a.md; rename one',
        'quotes/two.yaml:1: the id "quotes/x" is taken by quotes/one.yaml; rename one',
    ]


def test_an_unknown_value_is_an_error_and_an_unknown_key_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.md", "---\nstatus: stale\npublishd: 2021\nkind: memo\n---\nText.")
    corpus = read_corpus(tmp_path)
    assert len(corpus.documents) == 1
    assert [(item.line, item.severity) for item in corpus.problems] == [
        (2, Severity.ERROR),
        (3, Severity.WARNING),
        (4, Severity.ERROR),
    ]


def test_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "articles/readme.md",
        "articles/.hidden.md",
        ".git/a.md",
        "articles/picture.png",
        "articles/data.yaml",
        "questions.jsonl",
        "articles/a.md~",
    ):
        write(tmp_path, name, "Text.")
    write(tmp_path, "quotes/empty.yaml", "# nothing yet\n")
    write(tmp_path, "articles/sound.TXT", "A sound text.")
    corpus = read_corpus(tmp_path)
    assert [item.id for item in corpus.documents] == ["sound"]
    assert corpus.problems == ()


def test_a_folder_without_a_document_is_a_fault_for_the_person(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        read_corpus(tmp_path / "none")
    with pytest.raises(CorpusError, match="holds no document"):
        read_corpus(tmp_path)
    write(tmp_path, "articles/a.md", b"\xff")
    with pytest.raises(CorpusError, match=r"articles/a\.md:1: the file is not UTF-8"):
        read_corpus(tmp_path)
    write(tmp_path, "file", "x")
    with pytest.raises(CorpusError, match="does not exist"):
        read_corpus(tmp_path / "file")


def test_a_huge_line_is_read(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.txt", "word " * 400_000)
    (document,) = read_corpus(tmp_path).documents
    assert len(document.text) == 5 * 400_000 - 1


def test_documents_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("articles/b.md", "terms/a.md", "articles/a/z.md", "articles/a.md"):
        write(tmp_path, name, f"Text of {name}.")
    paths = [item.path for item in read_corpus(tmp_path).documents]
    assert paths == ["articles/a/z.md", "articles/a.md", "articles/b.md", "terms/a.md"]


QUOTES = """\
- id: cap
  speaker: Ada Verne
  affiliation: trade minister
  date: 2021-03-04
  text: >
    A cap that nobody
    can count is no cap.
  verbatim: true
  stance: tighten
  topics: [cap]
  source: {publisher: Gazette, title: The cap, published: 2021-03-05, url: https://g.example}
- speaker: Bo Okoro
  text: Bo Okoro doubts the cap.
  source: {document: cap}
"""


def test_reads_quotes(tmp_path: Path) -> None:
    write(tmp_path, "quotes/voices.yaml", QUOTES)
    corpus = read_corpus(tmp_path)
    assert corpus.problems == ()
    first, second = corpus.documents
    assert (first.id, second.id) == ("quotes/cap", "quotes/voices-2")
    assert first.text == "A cap that nobody can count is no cap."
    assert first.title == "Ada Verne in “The cap”"
    assert (first.kind, first.line, second.line) == (Kind.QUOTE, 5, 13)
    assert first.published == PartialDate("2021-03-04")
    assert (first.publisher, first.link) == ("Gazette", "https://g.example")
    assert first.quote is not None
    assert (first.quote.verbatim, first.quote.stance) == (True, Stance.TIGHTEN)
    assert first.quote.affiliation == "trade minister"
    assert second.quote is not None
    assert (second.quote.verbatim, second.quote.stance) == (False, None)
    assert second.sources == (SourceReference("", document="cap"),)


def test_a_quote_that_cannot_be_used_leaves_the_others(tmp_path: Path) -> None:
    write(
        tmp_path,
        "quotes/q.yaml",
        "- speaker: Ada\n- text: Words.\n- just words\n- {speaker: Bo, text: '…'}\n"
        "- {speaker: Cy, text: Yes, verbatim: perhaps, stance: odd, mood: 1}\n"
        "- {speaker: Di, text: [a]}\n- {speaker: Ed, text: 12}\n",
    )
    corpus = read_corpus(tmp_path)
    assert [item.text for item in corpus.documents] == ["Yes", "12"]
    needs = "a quote needs at least speaker and text"
    found = sorted(corpus.problems, key=lambda item: item.line)
    assert [Problem(item.path, item.line, item.reason, item.severity) for item in found] == [
        Problem("quotes/q.yaml", 1, needs),
        Problem("quotes/q.yaml", 2, needs),
        Problem("quotes/q.yaml", 3, needs),
        Problem("quotes/q.yaml", 4, needs),
        Problem("quotes/q.yaml", 5, 'unknown key "mood"', Severity.WARNING),
        Problem("quotes/q.yaml", 5, '"verbatim" must be true or false'),
        Problem(
            "quotes/q.yaml",
            5,
            '"stance" can\'t be "odd"; use one of tighten, loosen, mixed, neutral',
        ),
        Problem("quotes/q.yaml", 6, needs),
    ]
