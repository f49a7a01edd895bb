from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from retrieval.checks import check_corpus
from retrieval.corpus import read_corpus
from retrieval.documents import Problem, Severity

TODAY = date(2031, 6, 1)


class Folder:
    """A corpus folder under construction."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")

    def article(self, name: str, *front: str, text: str = "") -> None:
        lines = ["---", f"title: {name}", *front]
        if not any(line.startswith("published") for line in front):
            lines.append("published: 2031-01-01")
        body = text or f"The {name} measure has a text of its own, unlike {name}'s siblings."
        self.add(f"articles/{name}.md", "\n".join([*lines, "---", "", body, ""]))

    def problems(self) -> tuple[Problem, ...]:
        return check_corpus(self.path, read_corpus(self.path), TODAY)

    def found(self, severity: Severity) -> list[str]:
        return [str(item) for item in self.problems() if item.severity is severity]

    @property
    def errors(self) -> list[str]:
        return self.found(Severity.ERROR)

    @property
    def warnings(self) -> list[str]:
        return self.found(Severity.WARNING)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_sound_corpus_has_no_problem(small_corpus: Path) -> None:
    (small_corpus / "articles" / "ferry.txt").unlink()
    assert check_corpus(small_corpus, read_corpus(small_corpus), TODAY) == ()


def test_an_id_that_is_not_there_is_an_error_with_the_nearest_one(folder: Folder) -> None:
    folder.article("quota-2030", "status: superseded", "superseded_by: [quota-2031]")
    folder.article(
        "quota-2031", "supersedes:", "  - quota-2030", "  - quota-2020", "conflicts_with: [zebra]"
    )
    assert folder.errors == [
        'articles/quota-2031.md:5: "supersedes" names "quota-2020", which is not in the corpus; '
        'did you mean "quota-2030"?',
        'articles/quota-2031.md:6: "conflicts_with" names "zebra", which is not in the corpus',
    ]


def test_a_document_can_not_supersede_itself(folder: Folder) -> None:
    folder.article("a", "status: superseded", "superseded_by: [a]")
    assert folder.errors == ['articles/a.md:4: "superseded_by" names the document itself']


def test_a_pair_that_only_one_side_names_is_a_warning(folder: Folder) -> None:
    folder.article("new", "supersedes: [old]", "conflicts_with: [third]")
    folder.article("old", "status: rescinded")
    folder.article("past", "status: superseded", "superseded_by: [new]")
    folder.article("third")
    assert folder.errors == []
    assert folder.warnings == [
        'articles/new.md:3: "supersedes" names "old", whose "superseded_by" does not name "new"',
        'articles/new.md:4: "conflicts_with" names "third", whose "conflicts_with" does not name '
        '"new"',
        'articles/past.md:4: "superseded_by" names "new", whose "supersedes" does not name "past"',
    ]


@pytest.mark.parametrize("length", [2, 3, 7])
def test_documents_that_supersede_one_another_in_a_circle(folder: Folder, length: int) -> None:
    for i in range(length):
        folder.article(
            f"d{i}",
            f"supersedes: [d{(i + 1) % length}]",
            f"superseded_by: [d{(i - 1) % length}]",
            "status: superseded",
        )
    (error,) = folder.errors
    assert error.startswith("articles/d0.md:3: documents supersede one another in a circle: d0, ")
    assert all(f"d{i}" in error for i in range(length))


def test_two_circles_are_two_errors_and_a_long_chain_is_none(folder: Folder) -> None:
    for first, second in (("a", "b"), ("c", "d")):
        folder.article(first, f"supersedes: [{second}]", "status: superseded")
        folder.article(second, f"supersedes: [{first}]", "status: superseded")
    for i in range(300):
        folder.article(f"chain-{i:03}", f"supersedes: [chain-{i + 1:03}]", "status: superseded")
    folder.article("chain-300", "status: superseded")
    assert [error.split(":")[0] for error in folder.errors] == ["articles/a.md", "articles/c.md"]


@pytest.mark.parametrize("link", ["supersedes", "superseded_by"])
def test_a_superseded_rule_must_not_be_marked_in_force(folder: Folder, link: str) -> None:
    folder.article("new", *(["supersedes: [old]"] if link == "supersedes" else []))
    back = ["superseded_by: [new]"] if link == "superseded_by" else []
    folder.article("old", "kind: rule", "status: in_force", *back)
    assert folder.errors == [
        'articles/old.md:4: the status is in_force though "new" supersedes it; say superseded, '
        "suspended or rescinded"
    ]


def test_a_superseded_rule_without_a_status_is_a_warning(folder: Folder) -> None:
    folder.article("new", "supersedes: [old]")
    folder.article("old", "superseded_by: [new]")
    assert folder.errors == []
    assert folder.warnings == [
        'articles/old.md:3: "new" supersedes it and it has no status; say superseded, suspended '
        "or rescinded"
    ]


def test_dates_after_today(folder: Folder) -> None:
    folder.article("day", "published: 2031-06-02")
    folder.article("month", "published: 2031-07")
    folder.article("this-month", "published: 2031-06")
    folder.article("today", "published: 2031-06-01", "effective: 2033-01-01")
    folder.article(
        "source", "sources:", "  - publisher: Gazette", "  - {publisher: X, published: 2032}"
    )
    assert folder.errors == [
        "articles/day.md:3: the date 2031-06-02 is after today (2031-06-01)",
        "articles/month.md:3: the date 2031-07 is after today (2031-06-01)",
        "articles/source.md:5: a source is dated 2032, after today (2031-06-01)",
    ]


def test_a_date_after_all_that_the_document_rests_on(folder: Folder) -> None:
    older, newer = "  - {publisher: A, published: 2030-12}", "  - {publisher: B, published: 2031}"
    folder.article("late", "published: 2031-01-02", "sources:", older)
    folder.article("fits", "published: 2031-01-02", "sources:", older, newer)
    folder.article("same-month", "published: 2030-12-31", "sources:", older)
    folder.article("unsure", "published: 2031-01-02", "sources:", older, "  - publisher: C")
    folder.add(
        "quotes/q.yaml",
        """\
        - speaker: Ada Verne
          text: A cap is no cap.
          date: 2031-02-01
          source: {publisher: Gazette, published: 2031-01-31}
        """,
    )
    assert folder.errors == [
        "articles/late.md:3: the date 2031-01-02 is after the newest source (2030-12)",
        "quotes/q.yaml:3: the date 2031-02-01 is after the newest source (2031-01-31)",
    ]


def test_verbatim_words_need_a_source_that_holds_them(folder: Folder) -> None:
    folder.article(
        "speech", text="She said: “A cap that\nnobody can count is no cap.” Then she left."
    )
    folder.add(
        "quotes/verne.yaml",
        """\
        - id: bare
          speaker: Ada Verne
          date: 2031-01-01
          text: We will count them all.
          verbatim: true
        - id: held
          speaker: Ada Verne
          date: 2031-01-01
          text: A cap that nobody can count is no cap.
          verbatim: true
          source: {document: speech}
        - id: changed
          speaker: Ada Verne
          date: 2031-01-01
          text: A cap that nobody counts is no cap.
          verbatim: true
          source:
            publisher: Gazette
            document: speech
        - id: paraphrase
          speaker: Ada Verne
          date: 2031-01-01
          text: Ada Verne wants every wafer counted.
          verbatim: false
        - id: lost
          speaker: Ada Verne
          date: 2031-01-01
          text: Nothing else will do, she held.
          source:
            publisher: Gazette
            document: speeches
        """,
    )
    assert folder.errors == [
        "quotes/verne.yaml:5: the words of Ada Verne are verbatim and name no source; add source, "
        "or say verbatim: false",
        'quotes/verne.yaml:15: these verbatim words do not stand in "speech"',
        'quotes/verne.yaml:31: "source" names "speeches", which is not in the corpus; did you mean '
        '"speech"?',
    ]


def test_the_same_text_twice_is_an_error_and_nearly_the_same_a_warning(folder: Folder) -> None:
    sentences = [f"Sentence {i} of this account speaks of matter {i * 7} alone." for i in range(30)]
    folder.article("a", text="\n\n".join(sentences))
    folder.article("b", text="  ".join(sentences).upper())
    folder.article("c", text="\n".join([*sentences[:29], "The last one differs from the first."]))
    folder.article("d", text="\n".join(sentences[:10] + [f"New {i}." for i in range(30)]))
    assert folder.errors == ['articles/b.md:6: the text is the same as that of "a"']
    (warning,) = folder.warnings
    assert warning.startswith('articles/c.md:6: the text is nearly that of "a" (9')


def test_one_speakers_same_words_twice_are_an_error_and_two_speakers_may_agree(
    folder: Folder,
) -> None:
    entry = "- {{id: {0}, speaker: {1}, date: 2031-01-01, text: The cap is a mistake.}}"
    rows = [("a", "Ada Verne"), ("b", "Tomas Okoro"), ("c", "Ada Verne")]
    folder.add("quotes/q.yaml", "\n".join(entry.format(*row) for row in rows))
    assert folder.errors == ['quotes/q.yaml:3: the same words are in "quotes/a" already']


def test_a_sentence_too_long_to_quote_is_a_warning_at_its_line(folder: Folder) -> None:
    long = " ".join(["word"] * 60) + " end."
    folder.article("a", text=f"A short one.\nAnother.\n\n{long} {long}\n\n{'x ' * 59}end.")
    assert folder.warnings == [
        "articles/a.md:9: a sentence of 61 words (over 60), and 1 more like it; cut it in two"
    ]


def test_missing_dates_are_told_per_document_but_once_for_a_folder_of_plain_files(
    folder: Folder,
) -> None:
    folder.add("articles/known.md", "---\ntitle: Known\n---\nIt has front matter and no date.\n")
    for i in range(5):
        folder.add(f"articles/plain/p{i}.txt", f"Plain text number {i} stands for itself.")
    folder.add("terms/wafer.md", "---\ntitle: Wafer\n---\nA wafer is a disc.\n")
    folder.add("quotes/q.yaml", "- speaker: Ada Verne\n  text: Count them.\n")
    assert folder.errors == []
    assert folder.warnings == [
        'articles/known.md:1: no "published"; answers can\'t say as of when this holds',
        "articles/plain/p0.txt:1: the file gives no date (nor do 4 others here); front matter with "
        '"published" lets answers say as of when',
        "quotes/q.yaml:2: no date; answers can't say when this was said",
    ]


def test_the_problems_of_reading_are_among_them_in_the_order_of_files_and_lines(
    folder: Folder,
) -> None:
    folder.article("b", "publishd: 2031", "supersedes: [gone]")
    folder.add("articles/a.md", "---\ntitle: [\n---\nText.\n")
    folder.add("articles/c.txt", " \n")
    places = [(item.path, item.line) for item in folder.problems()]
    assert places == [
        ("articles/a.md", 2),
        ("articles/b.md", 3),
        ("articles/b.md", 4),
        ("articles/c.txt", 1),
    ]
    assert 'did you mean "published"?' in folder.warnings[0]


def test_questions_that_expect_a_document_that_is_gone(folder: Folder) -> None:
    folder.article("a")
    rows = [
        {"id": "x", "question": "Who?", "documents": ["a"]},
        {"id": "y", "question": "When?", "documents": ["a", "b"]},
    ]
    folder.add("questions.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert folder.errors == []
    assert folder.warnings == [
        'questions.jsonl:2: "documents" names "b", which is not in the corpus'
    ]
    folder.add("questions.jsonl", '{"question": "Who?"}\n{"question": ""}\n')
    assert folder.errors[0].startswith("questions.jsonl:2: this line has no question")


def test_a_file_that_changed_since_it_was_read_does_no_harm(folder: Folder) -> None:
    folder.article("a", "supersedes: [gone]")
    corpus = read_corpus(folder.path)
    (folder.path / "articles" / "a.md").unlink()
    (problem,) = check_corpus(folder.path, corpus, TODAY)
    assert problem.line == corpus.documents[0].line
