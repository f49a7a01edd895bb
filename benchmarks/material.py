"""Read the public benchmark material and turn its web pages into clean prose.

The material is not part of the project; it is read from `../shared` beside the checkout (or the
folder given with `--material`):

- `bench/xquad.en.json`: XQuAD, English (Artetxe et al. 2020), CC BY-SA 4.0.
- `bench/wice_dev.jsonl`: WiCE dev (Kamoi et al. 2023), annotations ODC-BY.
- `bench/summedits_news.json`: SummEdits, news domain (Laban et al. 2023), Apache-2.0.
- `facts/*.jsonl`: facts of chip export policy and questions over them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

MATERIAL = Path(__file__).resolve().parents[2] / "shared"

_TITLE = "(meta data) TITLE:"
_PROSE_END = re.compile(r"[.!?][\"”’')\]]*$")
_MARKUP = re.compile(
    r"^[#*\-|>+•(\[{]|^\d+[.)]\s|https?://|\bcookies?\b|\bWayback\b", re.IGNORECASE
)
# What a site writes after the headline: " | News | The Guardian", " - ESPN FC", " :: Justia".
_SITE = re.compile(r"\s+(?:\||::|»|[-–—])\s+.*$")
_SPLIT = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘A-Z])")
SHORTEST_SENTENCE = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of XQuAD with its questions as `(id, question, answer)`."""

    key: str
    article: str
    text: str
    questions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One web page: its headline and its sentences of prose as `(position, text)`.

    `position` counts the lines of the source as it was published, so a `(key, position)` pair
    names a sentence without repeating it.
    """

    key: str
    title: str
    sentences: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A WiCE claim: the lines of its evidence and the sets of lines that support it."""

    key: str
    text: str
    label: str
    lines: tuple[str, ...]
    support: tuple[frozenset[int], ...]


@lru_cache
def read_records(path: Path) -> tuple[dict[str, Any], ...]:
    """Return the objects of a file of JSON lines; read once a process."""
    with path.open(encoding="utf-8") as file:
        return tuple(json.loads(line) for line in file if line.strip())


def read_facts(name: str, material: Path = MATERIAL) -> tuple[dict[str, Any], ...]:
    """Return the records of `facts/<name>.jsonl`."""
    return read_records(material / "facts" / f"{name}.jsonl")


def read_xquad(material: Path = MATERIAL) -> tuple[Paragraph, ...]:
    """Return XQuAD's paragraphs in order."""
    data = json.loads((material / "bench" / "xquad.en.json").read_text(encoding="utf-8"))["data"]
    return tuple(
        Paragraph(
            key=f"{article['title'].lower()}-{number}",
            article=article["title"].replace("_", " "),
            text=" ".join(paragraph["context"].split()),
            questions=tuple(
                (item["id"], item["question"].strip(), item["answers"][0]["text"])
                for item in paragraph["qas"]
            ),
        )
        for article in data
        for number, paragraph in enumerate(article["paragraphs"])
    )


def read_claims(material: Path = MATERIAL) -> tuple[Claim, ...]:
    """Return WiCE's claims, all labels, in order."""
    return tuple(
        Claim(
            key=record["meta"]["id"],
            text=record["claim"],
            label=record["label"],
            lines=tuple(record["evidence"]),
            support=tuple(frozenset(group) for group in record["supporting_sentences"]),
        )
        for record in read_records(material / "bench" / "wice_dev.jsonl")
    )


def read_pages(material: Path = MATERIAL) -> tuple[Page, ...]:
    """Return the web pages behind WiCE's claims and SummEdits' summaries, cleaned.

    Menus, captions and repeated sentences are dropped: each sentence stands in one page only.
    """
    seen: set[str] = set()
    pages: list[Page] = []
    for key, title, lines in [*_wice_pages(material), *_summedits_pages(material)]:
        kept: list[tuple[int, str]] = []
        for position, line in enumerate(lines):
            text = " ".join(line.split())
            if is_prose(text) and text not in seen:
                seen.add(text)
                kept.append((position, text))
        if kept:
            pages.append(Page(key, title or _headline(kept[0][1]), tuple(kept)))
    return tuple(pages)


def is_prose(text: str) -> bool:
    """Whether a line is a sentence of running text, not a menu entry or a caption."""
    return (
        SHORTEST_SENTENCE <= len(text) <= 600
        and bool(_PROSE_END.search(text))
        and not _MARKUP.search(text)
    )


def _wice_pages(material: Path) -> list[tuple[str, str, list[str]]]:
    pages: list[tuple[str, str, list[str]]] = []
    for claim in read_claims(material):
        for position, line in enumerate(claim.lines):
            if line.startswith(_TITLE) or position == 0:
                title = _SITE.sub("", line.removeprefix(_TITLE).strip())
                pages.append((f"{claim.key}@{position}", title, []))
            pages[-1][2].append("" if line.startswith("(meta data)") else line)
    return pages


def _summedits_pages(material: Path) -> list[tuple[str, str, list[str]]]:
    records = json.loads((material / "bench" / "summedits_news.json").read_text(encoding="utf-8"))
    texts = dict.fromkeys(record["doc"] for record in records)
    return [
        (
            f"summedits{number:02}@0",
            "",
            [part for block in text.split("\n") for part in _SPLIT.split(block)],
        )
        for number, text in enumerate(texts)
    ]


def _headline(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:9]).rstrip(",;:.")
