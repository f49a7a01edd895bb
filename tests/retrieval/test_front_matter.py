from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Kind, PartialDate, Severity, SourceReference
from retrieval.front_matter import FrontMatterError, Reader, load, split


def reader(source: str) -> Reader:
    values, lines = load(source, 2)
    return Reader(values, "a.md", lines)


def test_cuts_front_matter_from_the_body_and_counts_lines() -> None:
    assert split("---\ntitle: A\n---\nBody.\n") == ("title: A\n", 2, "Body.\n", 4)
    assert split("---\ntitle: A\n...\nBody.") == ("title: A\n", 2, "Body.", 4)
    assert split("---  \n---\n\nBody.") == ("", 2, "\nBody.", 3)
    assert split("Body.\n---\nMore.") == ("", 1, "Body.\n---\nMore.", 1)
    assert split("") == ("", 1, "", 1)


def test_front_matter_that_never_closes_is_a_fault() -> None:
    with pytest.raises(FrontMatterError, match="never closes") as caught:
        split("---\ntitle: A\nBody.\n")
    assert caught.value.line == 1


def test_every_scalar_stays_as_it_is_written() -> None:
    values, _ = load("id: 007\ndate: 2026-01-05\nspeaker: No\nshare: 1_0\nnone: ~\nbare:\n", 1)
    assert values == {
        "id": "007",
        "date": "2026-01-05",
        "speaker": "No",
        "share": "1_0",
        "none": None,
        "bare": None,
    }


def test_knows_the_line_of_every_key_and_item() -> None:
    _, lines = load("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", 10)
    assert lines == {
        (): 10,
        ("a",): 10,
        ("b",): 11,
        ("b", 0): 12,
        ("b", 1): 13,
        ("b", 1, "c"): 13,
        ("b", 1, "d"): 14,
    }


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("title: [a\n\n", 5, "YAML is broken"),
        ("a: b\n\tc: d\n", 6, "YAML is broken"),
        ("a: 1\nb: 2\na: 3\n", 7, 'the key "a" is given twice'),
        ("a: &x [1]\nb: *x\n", 6, 'the alias "*x"'),
        ("a: &x [*x]\n", 5, 'the alias "*x"'),
        ("a: !!python/object:os.system x\n", 5, "YAML is broken"),
        ("a: !!timestamp x\n", 5, "it can not be parsed"),
        ("a: !!int x\n", 5, "YAML is broken"),
        ("? [a, b]\n: 1\n", 5, "YAML is broken"),
        ("a: \x07\n", 5, "YAML is broken"),
        ("a: " + "[" * 5000, 5, "YAML is broken"),
    ],
)
def test_broken_yaml_is_a_reason_with_a_line(source: str, line: int, reason: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        load(source, 5)
    assert reason in str(caught.value)
    assert caught.value.line == line


def test_aliases_that_stand_for_billions_of_values_are_refused_at_once() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    with pytest.raises(FrontMatterError, match="can't be used"):
        load("\n".join(rows), 1)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source, line, body, body_line = split(text)
        value, lines = load(source, line)
    except FrontMatterError as error:
        assert 1 <= error.line <= text.count("\n") + 2
        assert str(error)
        return
    assert text.endswith(body)
    assert body_line == text.count("\n", 0, len(text) - len(body)) + 1
    if isinstance(value, dict):
        Reader(value, "a.md", lines).unknown(())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026", "2026"),
        ("2026-01", "2026-01"),
        ("2026-1-5", "2026-01-05"),
        ("'2026-01-05'", "2026-01-05"),
        ("2026-01-05T10:30:00Z", "2026-01-05"),
        ("2026-01-05 10:30:00", "2026-01-05"),
        ("2024-02-29", "2024-02-29"),
        ("", None),
        ("~", None),
    ],
)
def test_reads_dates_at_the_precision_they_have(written: str, read: str | None) -> None:
    source = reader(f"day: {written}\n")
    assert source.day("day") == (PartialDate(read) if read else None)
    assert source.problems == []


@pytest.mark.parametrize(
    "written", ["2026-13-45", "2025-02-29", "0000", "26-01-05", "5 January 2026", "[2026]", "٢٠٢٦"]
)
def test_what_is_no_date_is_an_error_at_its_line(written: str) -> None:
    source = reader(f"title: A\nday: {written}\n")
    assert source.day("day") is None
    (problem,) = source.problems
    assert str(problem).startswith('a.md:3: "day" is not a date')
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("written", "read", "faults"),
    [
        ("true", True, 0),
        ("Yes", True, 0),
        ("false", False, 0),
        ("", False, 0),
        ("perhaps", False, 1),
        ("[true]", False, 1),
    ],
)
def test_reads_flags(written: str, read: bool, faults: int) -> None:
    source = reader(f"flag: {written}\n")
    assert source.flag("flag") is read
    assert len(source.problems) == faults


def test_reads_texts_lists_and_choices() -> None:
    source = reader("a: ' two\n  words '\nb: one\nc: [x, ~, ' y ', '']\nd: In Force\nkind: Rule\n")
    assert source.text("a") == "two words"
    assert source.texts("b") == ("one",)
    assert source.texts("c") == ("x", "y")
    assert source.texts("none") == ()
    assert source.choice("kind", Kind) is Kind.RULE
    assert source.choice("none", Kind) is None
    assert source.problems == []
    assert source.choice("d", Kind) is None
    assert "use one of article, rule" in source.problems[0].reason


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("a: {b: c}\n", lambda item: item.text("a")),
        ("a: [b]\n", lambda item: item.text("a")),
        ("a: [[b]]\n", lambda item: item.texts("a")),
        ("a: {b: c}\n", lambda item: item.texts("a")),
        ("a: words\n", lambda item: item.sources("a")),
        ("a: {url: https://x.example}\n", lambda item: item.sources("a")),
    ],
)
def test_a_value_of_the_wrong_shape_is_an_error(source: str, read: Any) -> None:
    item = reader(source)
    read(item)
    assert [problem.line for problem in item.problems] == [2]


def test_reads_sources_with_the_line_of_what_is_unknown() -> None:
    source = reader(
        "sources:\n  - {publisher: Gazette, title: T, published: 2026-01, url: https://g.example}\n"
        "  - publisher: Radio\n    titel: T\n    document: a\n"
    )
    assert source.sources("sources") == (
        SourceReference("Gazette", "T", PartialDate("2026-01"), "https://g.example"),
        SourceReference("Radio", document="a"),
    )
    assert [str(item) for item in source.problems] == [
        'a.md:5: unknown key "titel"; did you mean "title"?'
    ]


def test_names_the_nearest_known_key() -> None:
    source = reader("publishd: 2026\nzzz: 1\ntitle: A\n")
    source.unknown(("title", "published"))
    assert [str(item) for item in source.problems] == [
        'a.md:2: unknown key "publishd"; did you mean "published"?',
        'a.md:3: unknown key "zzz"',
    ]
    assert {item.severity for item in source.problems} == {Severity.WARNING}
