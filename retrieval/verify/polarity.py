"""Negation and modality: what turns a sentence's meaning with one small word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from retrieval.tokens import STOP_WORDS
from retrieval.verify.reading import Reading, Word

_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot nowhere hardly scarcely "
    "aint lack lacks lacked lacking unable".split()
)
# Verbs that deny what follows "to": "declined to comment", "ceased to exist".
_DENYING = frozenset(
    "cease ceases ceased ceasing decline declines declined declining refuse refuses refused "
    "refusing fail fails failed failing "
    "neglected neglects".split()
)
# Words that cast doubt on the clause behind "that" or "whether".
_DOUBTING = frozenset(
    "deny denies denied denying doubt doubts doubted unlikely unclear false untrue disputes "
    "disputed reject rejects rejected unproven".split()
)
_LEAVING = frozenset("left leave leaves leaving".split())
_NO_ADVERBS = frozenset(
    "supply apply reapply reply rely comply imply multiply ally fly assembly family italy".split()
)
_SOFTENERS = frozenset("only just merely simply solely necessarily".split())

_OPEN = frozenset("whether if unless".split())
_MODALS: Mapping[str, str] = {
    **dict.fromkeys(("may", "might", "could", "can", "cannot", "couldnt", "cant"), "possible"),
    **dict.fromkeys(("must", "mustnt"), "must"),
    **dict.fromkeys(("will", "shall", "wont"), "future"),
    **dict.fromkeys(("would", "wouldnt"), "conditional"),
    **dict.fromkeys(("should", "ought", "shouldnt"), "advice"),
}
# "is required to", "plans to": the word and what it makes of the verb behind "to".
_MODAL_VERBS: Mapping[str, str] = {
    **dict.fromkeys(("required", "obliged", "obligated", "needs", "need", "has", "have", "had",
                     "forced", "ordered"), "must"),
    **dict.fromkeys(("allowed", "permitted", "able", "free", "likely"), "possible"),
    **dict.fromkeys(("plans", "plan", "planned", "planning", "intends", "intended", "expected",
                     "expects", "proposes", "proposed", "aims", "hopes", "wants", "wanted",
                     "seeks", "sought", "threatened", "considering", "considered", "set",
                     "due", "scheduled"), "plan"),
}  # fmt: skip
# Which modality of a source bears which of a statement: reported speech shifts "will" to "would".
_BEARS = {
    ("future", "conditional"),
    ("conditional", "future"),
    ("plan", "conditional"),
    ("conditional", "plan"),
    ("possible", "conditional"),
}


@dataclass(frozen=True, slots=True)
class Negation:
    """A word of denial, its place among the words, and the stems it bears on, nearest first."""

    text: str
    place: int
    scope: tuple[str, ...]


def is_negation(word: Word) -> bool:
    """Whether a word denies by itself."""
    return word.folded in _NEGATIONS or (word.folded.endswith("nt") and word.text[-2:] in {
        "'t", "’t"
    })  # fmt: skip


@lru_cache(maxsize=2048)
def negations(reading: Reading) -> tuple[Negation, ...]:
    """Return the denials of a text. "not only" denies nothing; "No. 5" is a number."""
    words = reading.words
    found: list[Negation] = []
    for i, word in enumerate(words):
        following = words[i + 1].folded if i + 1 < len(words) else ""
        if is_negation(word):
            if following in _SOFTENERS:
                continue
            if is_answer(reading, i) or (word.text == "No" and following.isdigit()):
                continue
        elif not (
            (word.folded in _DENYING and following == "to")
            or (word.folded in _DOUBTING and _clause(words, i) > i)
            or word.folded in {"non", "excludes", "excluded", "excluding"}
            or (word.folded in _LEAVING and following == "out")
        ):
            continue
        found.append(Negation(word.text, i, tuple(_scope(reading, _clause(words, i) + 1, 3))))
    return tuple(found)


def denied_verb(reading: Reading, place: int) -> Word | None:
    """Return the verb before a "no" that denies its object and so it: "found no evidence"."""
    word, before = reading.words[place], reading.words[place - 1]
    if place == 0 or word.folded != "no" or before.name or before.folded in STOP_WORDS:
        return None
    return before if reading.text[before.end : word.start].isspace() else None


def _is_adverb(folded: str) -> bool:
    return folded.endswith("ly") and folded not in _NO_ADVERBS


def is_answer(reading: Reading, place: int) -> bool:
    """Whether the word at `place` is the "No" that opens an answer: "No, it …"."""
    word = reading.words[place]
    return word.folded == "no" and word.opens and reading.text[word.end : word.end + 1] in ",:;"


def _clause(words: tuple[Word, ...], i: int) -> int:
    """Return where the clause begins that a denial bears on: "not true that …"; else `i`."""
    for j in range(i + 1, min(len(words), i + 4)):
        if words[j].folded in {"that", "whether"}:
            return j
    return i


def _scope(reading: Reading, begin: int, count: int) -> Iterator[str]:
    """Yield the next content stems within the clause."""
    for i in range(begin, min(len(reading.words), begin + 8)):
        word = reading.words[i]
        if i > begin and any(
            char in ".;:!?—" for char in reading.text[reading.words[i - 1].end : word.start]
        ):
            return
        if word.folded in STOP_WORDS or word.folded in _DENYING or _is_adverb(word.folded):
            continue
        yield word.stem
        count -= 1
        if not count:
            return


@lru_cache(maxsize=2048)
def modalities(reading: Reading) -> Mapping[str, frozenset[str]]:
    """Return for each content stem how it is said: "" plainly, "possible", "must" and so on."""
    words = reading.words
    governed: dict[int, str] = {}
    for i, word in enumerate(words):
        if word.folded in _OPEN:
            # What may or may not be so: everything up to the end of the clause.
            for j in range(i + 1, min(len(words), i + 9)):
                if any(
                    char in ",.;:!?—" for char in reading.text[words[j - 1].end : words[j].start]
                ):
                    break
                if _says_open(words, j):
                    break
                governed[j] = "open"
            continue
        kind = _MODALS.get(word.folded)
        if kind and not (word.folded == "may" and word.text == "May"):
            begin = i + 1
        elif word.folded in _MODAL_VERBS and i + 1 < len(words) and words[i + 1].folded == "to":
            kind, begin = _MODAL_VERBS[word.folded], i + 2
        else:
            continue
        for j in range(begin, min(len(words), begin + 6)):
            folded = words[j].folded
            if folded in STOP_WORDS or _is_adverb(folded) or folded in _MODAL_VERBS:
                continue
            governed.setdefault(j, kind)
            break
    result: dict[str, set[str]] = {}
    for i, word in enumerate(words):
        if word.folded not in STOP_WORDS and not word.name:
            result.setdefault(word.stem, set()).add(governed.get(i, ""))
    return {root: frozenset(kinds) for root, kinds in result.items()}


def _says_open(words: tuple[Word, ...], place: int) -> bool:
    """Whether the words at `place` say of a "whether" that it is open: "… is not known"."""
    following = [word.folded for word in words[place + 1 : place + 3]]
    return words[place].folded in {"is", "was", "remains", "remained"} and (
        following[:1] in (["open"], ["unknown"], ["unclear"], ["uncertain"])
        or following in (["not", "known"], ["not", "clear"], ["not", "stated"])
    )


def modal_kind(word: str) -> str | None:
    """Return what a folded word makes of the verb behind it; None when it is no modal verb."""
    return _MODALS.get(word)


def bears(source: frozenset[str], said: str) -> bool:
    """Whether a word said in the source's ways may be said in the way `said`."""
    return any(kind == said or (kind, said) in _BEARS for kind in source)
