"""A corpus wide enough for lists of several pages, and for claims from many sources."""

from __future__ import annotations

from tests.conftest import SMALL_CORPUS

PORTS = ("Alderney", "Birkholm", "Cedarby", "Dunmere", "Elmstad", "Fernvik")
CLAIMS = [
    f"The port of {port} handled {number}50 tonnes of copper in 2030."
    for number, port in enumerate(PORTS, start=2)
]

_RULE = """\
---
title: The Saltmarsh glass permit rule
publisher: The Harbour Gazette
published: 2030-07-09
kind: rule
status: rescinded
topics: [glass]
aliases: [the glass permit rule]
---
Saltmarsh issued the glass permit rule on 2 May 2029. The glass permit rule asked every maker of
glass for a permit.

Saltmarsh rescinded the glass permit rule on 9 July 2030.
"""


def _report(number: int, port: str, outlet: str) -> str:
    # Two that say no more than the same would count as one.
    told = CLAIMS[number - 2]
    if outlet == "Survey":
        told = told.replace("2030.", "2030 and opened a new pier.")
    return (
        f"---\ntitle: Copper at {port}, by the {outlet}\npublisher: The {outlet}\n"
        f"published: 2031-0{number}-11\ntopics: [copper]\n---\n" + f"{told}\n"
    )


def _quote(number: int, port: str) -> str:
    return (
        f"- id: okoro-{number}\n  speaker: Tomas Okoro\n  affiliation: Wafer Makers' League\n"
        f"  date: 2032-0{number}-05\n  verbatim: false\n  stance: loosen\n  topics: [copper]\n"
        f"  text: Tomas Okoro held in 2032 that the copper of {port} needs no cap.\n"
        "  source: {publisher: Coast Radio, title: On copper}\n"
    )


_NUMBERED = tuple(enumerate(PORTS, start=2))
WIDE_CORPUS = {
    **SMALL_CORPUS,
    "articles/glass.md": _RULE,
    "quotes/copper.yaml": "".join(_quote(number, port) for number, port in _NUMBERED),
    **{
        f"articles/{port.lower()}-{outlet.lower()}.md": _report(number, port, outlet)
        for number, port in _NUMBERED
        for outlet in ("Ledger", "Survey")
    },
}
