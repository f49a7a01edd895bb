"""Questions whose topic fits and whose fact is absent, beside ones that a document answers.

`data/absent.jsonl`, written by hand: each question is asked as people ask who have read a
headline, not the text. Those without an answer want another attribute, another thing of the same
kind, a role, a time, an amount, a reason or somebody's words, or presuppose what the text doesn't
hold; each was checked against the texts of its corpus. Those with an answer are put near the text's
words (`near`) or far from them (`paraphrase`), and none needs a second document.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from benchmarks.datasets import Dataset, Gold, Question, slug, xquad
from benchmarks.material import MATERIAL, read_records
from benchmarks.news import news

DATA = Path(__file__).parent / "data" / "absent.jsonl"
SORTS = (
    "other-attribute", "other-entity", "role", "time", "amount", "reason", "presupposition",
    "what-said",
)  # fmt: skip


def absent(name: Literal["xquad", "news"], material: Path = MATERIAL) -> Dataset:
    """Return the questions on `name`'s corpus, with gold for those that it answers.

    A question's id is its sort, then its line in the file: `amount-017`. The fact that it asks for
    is absent if the sort is one of `SORTS`.
    """
    whole = xquad(material) if name == "xquad" else news(material)
    questions = [
        Question(
            f"{item['sort']}-{number:03}",
            item["question"],
            name,
            gold=(Gold(document_of(item["set"], item["document"])),) if item["answerable"] else (),
        )
        for number, item in enumerate(read_records(DATA), start=1)
        if item["set"] == name
    ]
    return Dataset(
        f"absent-{name}",
        f"topic there, fact absent ({name}, by hand)",
        whole.corpora,
        tuple(questions),
    )


def document_of(name: str, key: str) -> str:
    """Return the id of the document a question was written on: XQuAD's are filed by slug."""
    return slug(key) if name == "xquad" else key
