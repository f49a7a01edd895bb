"""Which words are verbs, by their form alone."""

from __future__ import annotations

import re

from retrieval.verify.reading import Word

_AUXILIARY = frozenset(
    "is are was were isnt arent wasnt werent has have had hasnt havent hadnt will would wont "
    "wouldnt may might can could cant couldnt cannot must did does do didnt doesnt dont".split()
)
# Forms in the past that don't end in "-ed", each with its verb.
IRREGULAR = dict(
    form.split(":")
    for form in (
        "made:make paid:pay sold:sell bought:buy sent:send told:tell gave:give given:give put:put "
        "said:say built:build cut:cut led:lead won:win lost:lose met:meet held:hold kept:keep "
        "found:find brought:bring wrote:write written:write took:take taken:take went:go gone:go "
        "began:begin begun:begin drew:draw drawn:draw withdrew:withdraw withdrawn:withdraw "
        "froze:freeze frozen:freeze sought:seek spent:spend caught:catch became:become fell:fall "
        "rose:rise grew:grow got:get ran:run left:leave let:let set:set hit:hit"
    ).split()
)
_PRESENT = frozenset(
    "bans requires needs covers pays gives allows lets takes makes applies reaches adds says "
    "holds means sells buys ships wants plans limits bars lifts exempts includes".split()
)
_PAST = re.compile(r"(?<!e)ed$(?<!\bhundred)(?<!\bred)(?<!\bbed)|(?:agreed|freed|guaranteed)$")


def is_verb(word: Word) -> bool:
    """Whether a word's form is that of a finite verb or a participle in the past."""
    return (
        not word.name
        and word.text != "May"
        and (
            word.folded in _AUXILIARY
            or word.folded in IRREGULAR
            or word.folded in _PRESENT
            or bool(_PAST.search(word.folded))
        )
    )
