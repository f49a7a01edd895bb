"""How a sentence is laid out: its clauses, and what in it is denied, disowned or only thought."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.verify.polarity import negations
from retrieval.verify.reading import Reading, Word
from retrieval.verify.verbs import is_verb

_SUBORDINATE = frozenset(
    "after before while whereas because when although though but since until unless where "
    "despite once nor so".split()
)
_RELATIVE = frozenset("which who whom whose that".split())
_BOUNDARY = re.compile(r"[,;:—–]|\s-\s")
# A colon explains what goes before it; the others open something of its own.
_HARD = re.compile(r"[;—–]|\s-\s")
# What stands behind these words is said to be wrong.
_DISOWNING = frozenset(
    "wrongly incorrectly falsely mistakenly erroneously misreported misreport misstate misstates "
    "misstated invented fabricated".split()
)
_SOME_SAY = re.compile(
    r"\b(?:some|one|several|a few|secondary|many) (?:\w+ )?"
    r"(?:pages?|outlets?|reports?|articles?|digests?|accounts?|sites?|posts?)\b",
    re.IGNORECASE,
)
# What stands behind these is somebody's thought, wish, plan or charge, or is left open.
_THINKING = frozenset(
    "argue argues argued arguing believe believes believed claim claims claimed doubt doubts "
    "doubted expect expects expected guess guesses guessed suggest suggests suggested propose "
    "proposes proposed proposing plan plans planned planning want wants wanted ask asks asked "
    "consider considers considered weigh weighs weighed alleged allege alleges urge urges urged "
    "fear fears feared hope hopes hoped threaten threatens threatened whether if unless seek "
    "seeks sought investigate investigates investigation probe request requested demand demanded "
    "likely possibly perhaps supposedly held holds asking risk risks object objected".split()
)
# "may not exceed" and "no more than" set a limit.
_LIMITING = frozenset("exceed more less fewer later earlier greater higher longer".split())
_AFTER_NOUN = frozenset("for of behind about why".split())
_DENYING = frozenset("deny denies denied denying dispute disputes disputed".split())
# What is said to be unknown or not to be found is left open.
_OPEN = re.compile(
    r"\b(?:is|are|was|were|remains?) (?:\w+ )?(?:unknown|unclear|uncertain|"
    r"not (?:\w+ )?(?:known|clear|stated|found|seen|checked|given|confirmed))\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:left (?:off|out of)|outside(?: of)?|except(?: for)?|exempt(?:s|ed)? from|excluding|"
    r"spared)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:rather than|instead of|unlike)\b", re.IGNORECASE)
# What goes before these holds only on a condition.
_CONDITION = frozenset("unless if provided".split())
# Words that say that accounts differ, and those that set one against what stands behind them.
_DIFFERING = re.compile(
    r"\b(?:differ|differs|differed|differently|disagree\w*|(?:do|does|did) not agree|at odds|"
    r"conflict(?:s|ing)?|can(?:'t|not) both|not reconciled)\b"
    r"|\bsome\b[^.]*\b(?:give|say|report|put|call|describe)\b[^.]*\bothers?\b",
    re.IGNORECASE,
)
_ACCOUNTS = re.compile(
    r"\b(?:sources?|reports?|outlets?|accounts?|pages?|articles?|papers?|versions?|estimates?|"
    r"statements?|analysts?|agencies|washington|beijing)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:contradict\w*|in tension with|sits? badly with)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Layout:
    """A sentence's words by clause.

    `clause[i]` numbers the clause of word i, `leans[c]` says whether clause c hangs on a
    conjunction of its own. `denied`, `disowned` and `thought` hold the places of words that are
    denied, said to be wrong, and somebody's thought; `thought` gives the place of the word that
    makes them so. `differs` says whether the sentence tells of accounts that differ; `against`
    holds the places of what it sets another account against.
    """

    reading: Reading
    clause: tuple[int, ...]
    leans: tuple[bool, ...]
    denied: frozenset[int]
    disowned: frozenset[int]
    aside: frozenset[int]
    thought: dict[int, int]
    differs: bool
    against: frozenset[int]

    def near(self, one: int, other: int) -> bool:
        """Whether two words may belong together: of one clause, or of one that leads on."""
        a, b = self.clause[one], self.clause[other]
        if a == b or abs(one - other) <= NEAR:
            return True
        first, last = min(a, b), max(a, b)
        # What stands between commas inside a sentence leads on to nothing but the next of a list.
        if first and abs(one - other) > LISTED:
            return False
        return not any(self.leans[first + 1 : last + 1])


# Words this near each other belong together whatever stands between them.
NEAR = 2
LISTED = 4


@lru_cache(maxsize=4096)
def layout(reading: Reading) -> Layout:
    """Read the layout of one sentence."""
    clause, leans = _clauses(reading)
    words = reading.words
    denied: set[int] = set()
    for negation in negations(reading):
        following = words[negation.place + 1 : negation.place + 2]
        if "agre" in negation.scope[:1] or any(word.folded in _LIMITING for word in following):
            continue
        # "gave no reason for …" denies the reason, "no reason was given for …" the giving too.
        object_ = negation.text.casefold() == "no" and any(
            is_verb(words[i]) and clause[i] == clause[negation.place] for i in range(negation.place)
        )
        for i in range(negation.place + 1, len(words)):
            if clause[i] != clause[negation.place] or (object_ and words[i].folded in _AFTER_NOUN):
                break
            if _turns_to_fact(words, negation.place, i):
                break
            denied.add(i)
    for i, word in enumerate(words):
        if word.folded in _DENYING:
            that = next((j for j in range(i, len(words)) if words[j].folded == "that"), None)
            denied.update(j for j in range(that or i, len(words)) if that and j > that)
    disowned: set[int] = set()
    for i, word in enumerate(words):
        if word.folded in _DISOWNING:
            disowned.update(j for j in range(i, len(words)) if clause[j] == clause[i])
    said = _SOME_SAY.search(reading.text)
    differs = bool(_DIFFERING.search(reading.text) and _ACCOUNTS.search(reading.text))
    if said and not differs and re.search(r"\bbut\b|;", reading.text[said.end() :]):
        place = next(i for i, word in enumerate(words) if word.start >= said.start())
        disowned.update(j for j in range(place, len(words)) if clause[j] == clause[place])
    aside: set[int] = set()
    for match in (*_INSTEAD.finditer(reading.text), *_LEFT_OUT.finditer(reading.text)):
        first = next((i for i, word in enumerate(words) if word.start >= match.end()), None)
        if first is not None:
            aside.update(j for j in range(first, len(words)) if clause[j] == clause[first])
    thought: dict[int, int] = {}
    for i, word in enumerate(words):
        if word.folded in _THINKING:
            thought |= {j: i for j in range(i + 1, len(words)) if j not in thought}
        if word.folded in _CONDITION:
            thought |= {j: i for j in range(i) if clause[i] - clause[j] <= 1 and j not in thought}
    if left_open := _OPEN.search(reading.text):
        cue = next(i for i, word in enumerate(words) if word.start >= left_open.start())
        thought |= {i: cue for i in range(cue) if clause[i] == clause[cue]}
    set_against = _AGAINST.search(reading.text)
    against = frozenset(
        i for i, word in enumerate(words) if set_against and word.start > set_against.end()
    )
    return Layout(
        reading,
        clause,
        leans,
        frozenset(denied),
        frozenset(disowned),
        frozenset(aside),
        thought,
        differs,
        against,
    )


def _turns_to_fact(words: tuple[Word, ...], negation: int, place: int) -> bool:
    """Whether an "and" opens a predicate of its own: "was not part of it and stayed in force".

    Behind a denied participle another one may be denied with it: "not published and enforced".
    """
    if words[place].folded != "and" or place + 1 >= len(words):
        return False
    head = next((word for word in words[negation + 1 : place] if not _is_adverb(word)), None)
    return head is not None and not is_verb(head) and is_verb(words[place + 1])


def _is_adverb(word: Word) -> bool:
    return word.folded.endswith("ly")


def _clauses(reading: Reading) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    words = reading.words
    clause: list[int] = []
    leans = [False]
    for i, word in enumerate(words):
        gap = reading.text[words[i - 1].end : word.start] if i else ""
        opens = bool(i) and bool(_BOUNDARY.search(gap))
        turns = bool(i) and word.folded in _SUBORDINATE
        if opens or turns:
            leans.append(turns or bool(_HARD.search(gap)) or (opens and _own_subject(reading, i)))
        clause.append(len(leans) - 1)
    return tuple(clause), tuple(leans)


def _own_subject(reading: Reading, place: int) -> bool:
    """Whether a clause that opens at `place` brings a subject of its own: "…, and it …"."""
    words = reading.words
    if words[place].folded not in {"and", "or"} or place + 1 >= len(words):
        return False
    following = words[place + 1]
    return following.folded in {"it", "its", "they", "he", "she", "the", "a", "this", "that"} or (
        following.name
    )
