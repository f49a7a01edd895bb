"""What must hold of the questions written by hand on facts that are there and facts that aren't."""

from collections import Counter

import pytest

from benchmarks.absent import DATA, SORTS, absent, document_of
from benchmarks.material import MATERIAL, read_records

needs_material = pytest.mark.skipif(
    not (MATERIAL / "bench").is_dir(), reason="the benchmark material isn't beside the checkout"
)


def test_every_line_says_what_it_is_and_no_question_stands_twice():
    records = read_records(DATA)
    questions = [" ".join(item["question"].lower().split()) for item in records]

    assert len(set(questions)) == len(questions)
    for item in records:
        assert set(item) == {"set", "document", "question", "answerable", "sort"}
        assert item["question"].endswith("?")
        assert item["sort"] in (("near", "paraphrase") if item["answerable"] else SORTS)


@pytest.mark.parametrize(
    ("name", "absent_facts", "answerable"), [("xquad", 400, 180), ("news", 260, 220)]
)
def test_both_kinds_are_many_and_every_sort_is_asked(name, absent_facts, answerable):
    records = [item for item in read_records(DATA) if item["set"] == name]
    sorts = Counter(item["sort"] for item in records)
    kinds = Counter(item["answerable"] for item in records)

    assert kinds[False] >= absent_facts
    assert kinds[True] >= answerable
    assert min(sorts[sort] for sort in SORTS) >= 8
    assert max(sorts[sort] for sort in SORTS) <= 0.4 * kinds[False]


def test_numbers_names_and_length_do_not_tell_the_kinds_apart():
    records = read_records(DATA)
    for name in {item["set"] for item in records}:
        marks = {
            kind: [
                _marks(item["question"])
                for item in records
                if item["set"] == name and item["answerable"] is kind
            ]
            for kind in (True, False)
        }
        words, digits, names = (
            {kind: sum(row[place] for row in rows) / len(rows) for kind, rows in marks.items()}
            for place in range(3)
        )
        assert abs(words[True] - words[False]) < 1.5
        assert abs(digits[True] - digits[False]) < 0.1
        assert abs(names[True] - names[False]) < 0.15


def _marks(question):
    words = question.split()
    has_digit = any(character.isdigit() for character in question)
    has_name = any(word[:1].isupper() for word in words[1:])
    return len(words), has_digit, has_name


@needs_material
@pytest.mark.parametrize("name", ["xquad", "news"])
def test_each_question_was_written_on_a_document_that_exists(name):
    dataset = absent(name)
    documents = {article.id for folder in dataset.corpora for article in folder.articles}
    records = [item for item in read_records(DATA) if item["set"] == name]

    assert {document_of(name, item["document"]) for item in records} <= documents
    assert len({item["document"] for item in records}) >= 60
    assert len(dataset.questions) == len(records)
    for question, item in zip(dataset.questions, records, strict=True):
        assert question.answerable is item["answerable"]
        assert {gold.document for gold in question.gold} <= documents
