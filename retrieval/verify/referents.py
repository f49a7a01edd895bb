"""What a bare noun or pronoun that opens a sentence stands for: "The rule", "It", "They".

Only where nothing else can be meant, by the order of the text alone: "The rule" is the rule that
the nearest sentence before with that word names; a pronoun is the name that opens the sentence
before, where that holds no other thing it could be. Everywhere else there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.documents import Document, Sentence
from retrieval.passages import sentences_of
from retrieval.tokens import STOP_WORDS
from retrieval.verify.reading import Word, read
from retrieval.verify.verbs import is_verb

# How many sentences back a bare noun's name may stand, and how long a chain of "It … It …" may be.
BACK = 4
CHAIN = 3
LONGEST_NAME = 60
# What may open a sentence before its subject and is left out where the sentence opens an answer.
CONNECTIVE = re.compile(
    r"(?:However|Moreover|Furthermore|In addition|Additionally|Meanwhile|Nevertheless|"
    r"Nonetheless|Also|Besides|Thus|Therefore|Hence|Still|Then|And|But|Yet|So),?\s+(?=\S)"
)
_NOUN = re.compile(r"The ([a-z]{3,})(?=[ ’'])")
_PRONOUN = re.compile(r"(?:It|They|He|She)\b(?![’'])")
_OPENING = re.compile(r"[Tt]he [a-z]|(?i:it|they|he|she)\b")
# "It is hard to say", "It was Huang who": nothing is meant.
_EXPLETIVE = re.compile(
    r"It (?:\w+ )?(?:is|was|remains?|seems?|appears?|takes?|took|has been|will be|would be)\b"
    r".{0,60}?\b(?:to|that|who|which|when|whether|if|since|because|within)\b"
)
# Nouns that stand for one another where a text speaks of one thing.
FAMILIES = tuple(
    frozenset(words.split())
    for words in ("bill act law legislation", "rule regulation framework", "company firm")
)
_NAME = re.compile(
    r"(?:[Tt]he )?((?:[A-Z]|\d+(?=[A-Z]))[\w&.-]*\w(?:(?: (?:of|for|on|and|de|van|von|the))* "
    r"(?:[A-Z]|\d+(?=[A-Z]))[\w&.-]*\w)*|[A-Z])(?: \([A-Z][\w&.-]*\))?"
)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_ADVERBS = frozenset("also then later now still first soon thus therefore already never".split())
_DETERMINERS = frozenset("a an the its this that another one each every".split())
_PREPOSITIONS = frozenset(
    "of in on for with from by at under over about after before since until against into per to "
    "as than through during between among within without near towards because like via".split()
)
_COPULAS = frozenset("is was are were became remains remained".split())
_PERSONAL = re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)
_PLURAL = re.compile(r"[^\Wsui]s$|(?:people|men|women|children)$")


@dataclass(frozen=True, slots=True)
class Referent:
    """What the opening of a sentence stands for, all in characters of one document.

    `place` is where the opening ends; `[start, end)` is the name, within `sentence`.
    """

    place: int
    start: int
    end: int
    sentence: Sentence


def bracketed(document: Document, start: int, end: int, meant: Referent) -> str:
    """Return the stretch `[start, end)` with the name in brackets behind its opening."""
    text, name = document.text, document.text[meant.start : meant.end]
    return f"{text[start : meant.place]} [{name}]{text[meant.place : end]}"


def referent_of(document: Document, start: int) -> Referent | None:
    """Return what the bare noun or pronoun at `start` stands for; None where it is not certain.

    `start` is a sentence's, or lies behind the connective that opens one.
    """
    if not _OPENING.match(document.text, start):
        return None
    sentences = _sentences(document.text)
    place = next((i for i, item in enumerate(sentences) if item.start <= start < item.end), None)
    if place is None:
        return None
    behind = CONNECTIVE.match(document.text, sentences[place].start)
    if start not in (sentences[place].start, behind.end() if behind else -1):
        return None
    return _referent(document, sentences, place, start, CHAIN)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Sentence, ...]:
    return sentences_of(text)


def _referent(
    document: Document, sentences: tuple[Sentence, ...], place: int, start: int, chain: int
) -> Referent | None:
    text = _upper(document.text[start : sentences[place].end])
    noun = _NOUN.match(text)
    if noun and _is_predicate(text[noun.end() :]):
        found = _named(document, sentences, place, noun.group(1), chain)
    elif (pronoun := _PRONOUN.match(text)) and not _EXPLETIVE.match(text):
        found = _subject(document, sentences, place, pronoun.group(), chain)
        noun = pronoun
    else:
        return None
    if found is None or noun is None or found[1] - found[0] > LONGEST_NAME:
        return None
    first, last = found
    whole = next((item for item in sentences if item.start <= first < item.end), None)
    return Referent(start + noun.end(), first, last, whole or Sentence(first, last))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _is_predicate(rest: str) -> bool:
    """Whether a verb follows, so that what stands before it is the whole subject."""
    words = read(f"It {rest.strip()}").words[1:3]
    if words and words[0].folded in _ADVERBS:
        words = words[1:]
    return bool(words) and is_verb(words[0])


def _named(
    document: Document, sentences: tuple[Sentence, ...], place: int, noun: str, chain: int
) -> tuple[int, int] | None:
    """Return where the nearest text before that has the noun names what it is, if it does."""
    family = next((kin for kin in FAMILIES if noun in kin), frozenset({noun}))
    word = re.compile(rf"\b(?:{'|'.join(sorted(family))})\b", re.IGNORECASE)
    for i in range(place - 1, max(-1, place - 1 - BACK), -1):
        item = sentences[i]
        text = document.text[item.start : item.end]
        if not word.search(text):
            continue
        names = list(_names_of(text, word, noun))
        if any(name is None for name in names):
            again = _NOUN.match(text)
            if again and again.group(1) in family and len(names) == 1 and chain:
                found = _referent(document, sentences, i, item.start, chain - 1)
                return (found.start, found.end) if found else None
            return None
        found_names = [name for name in names if name]
        if len({text[slice(*name)].casefold() for name in found_names}) != 1:
            return None
        first, last = found_names[0]
        return item.start + first, item.start + last
    return _headed(document, sentences[place].start, word, noun) if place <= BACK else None


def _headed(
    document: Document, before: int, word: re.Pattern[str], noun: str
) -> tuple[int, int] | None:
    """Return what the nearest heading before a place names with the noun."""
    headings = list(_HEADING.finditer(document.text, 0, before))
    for heading in headings[-1:]:
        names = list(_names_of(heading.group(1), word, noun))
        if len(names) == 1 and names[0]:
            return heading.start(1) + names[0][0], heading.start(1) + names[0][1]
    return None


def _names_of(text: str, family: re.Pattern[str], noun: str) -> Iterator[tuple[int, int] | None]:
    """Yield for each place of a noun, or its kin, the stretch that names it there.

    "the AI diffusion rule", "the rule of 7 October 2022", "the company Wingtech", "X is a bill".
    None stands for the noun itself where nothing names it.
    """
    words = read(text).words
    for i, word in enumerate(words):
        if not family.fullmatch(word.text):
            continue
        first = i
        while first and _modifies(words[first - 1], words[first], text):
            first -= 1
        run = words[first:i]
        if any(part.name or (part.text[:1].isupper() and not part.opens) for part in run):
            yield run[0].start, word.end
            continue
        behind = _NAME.match(text, word.end + 1)
        if behind and text[word.end] == " " and words[i + 1].name and word.text.islower():
            yield behind.span(1)
            continue
        dated = re.compile(r" of (?:\d{1,2} )?[A-Z][a-z]+ \d{4}\b").match(text, word.end)
        if dated:
            yield dated.start() + 1, dated.end()
            continue
        said = _said_to_be(text, words, i)
        if said or word.folded == noun:
            yield said


def _modifies(word: Word, following: Word, text: str) -> bool:
    """Whether a word stands before a noun as part of its name."""
    gap = text[word.end : following.start]
    folded = word.folded
    plain = folded in STOP_WORDS or folded in _PREPOSITIONS or (is_verb(word) and not word.name)
    return gap in (" ", "-") and not plain and not word.text.endswith(("'s", "’s"))


def _said_to_be(text: str, words: tuple[Word, ...], place: int) -> tuple[int, int] | None:
    """Return the name that opens a text where it is said to be the noun: "X is a (new) bill"."""
    name = _NAME.match(text)
    if name is None or not _is_name(text, name):
        return None
    between = text[name.end() : words[place].start]
    if re.fullmatch(r"(?:,| is| was| became) (?:a|an) (?:[\w-]+ ){0,3}", between):
        return name.span(1)
    return None


def _subject(
    document: Document, sentences: tuple[Sentence, ...], place: int, pronoun: str, chain: int
) -> tuple[int, int] | None:
    """Return the name that opens the sentence before, where only that can be meant."""
    if place == 0:
        return None
    item, here = sentences[place - 1], sentences[place]
    if "\n\n" in document.text[item.end : here.start]:
        return None
    text = document.text[item.start : item.end]
    same = _PRONOUN.match(text)
    name = None if same else _NAME.match(text)
    if same or _NOUN.match(text):
        if (same and same.group() != pronoun) or not chain or (same is None and pronoun != "It"):
            return None
        found = _referent(document, sentences, place - 1, item.start, chain - 1)
        opening = found.place - item.start if found else 0
        span = (found.start, found.end) if found else None
    elif name and _is_name(text, name) and _is_predicate(text[name.end() :]):
        opening, span = name.end(), (item.start + name.start(1), item.start + name.end(1))
        if not _agrees(document, name.group(1), pronoun, text):
            return None
    else:
        return None
    return None if span is None or _rivals(text, opening, pronoun) else span


def _is_name(text: str, name: re.Match[str]) -> bool:
    words = [word for word in read(text).words if name.start(1) <= word.start < name.end(1)]
    return bool(words) and words[0].name


def _agrees(document: Document, name: str, pronoun: str, text: str) -> bool:
    """Whether a name may be what a pronoun stands for: one or several, a person or a thing."""
    several = " and " in name and " of " not in name and " for " not in name
    if several or pronoun == "They":
        return several and pronoun == "They"
    titled = " ".join((document.title, *document.aliases)).casefold()
    if pronoun == "It":
        own = name.casefold() in titled
        return own or not (_PERSONAL.search(document.text) or text.startswith("It"))
    person = len(name.split()) > 1 or name.casefold() in titled.split()
    return person and not text.startswith("The ")


def _rivals(text: str, opening: int, pronoun: str) -> bool:
    """Whether what follows the subject of a sentence holds something else a pronoun could mean.

    What stands in a phrase with a preposition is passed over: a subject goes before it.
    """
    words = [word for word in read(text).words if word.start >= opening]
    within = False
    for i, word in enumerate(words):
        gap = text[words[i - 1].end : word.start] if i else ""
        if i and words[i - 1].folded in _COPULAS and word.folded in _DETERMINERS:
            # What a thing is said to be is that thing.
            within = True
        if any(char in ",;:—–(" for char in gap) or is_verb(word):
            within = False
        if word.folded in _PREPOSITIONS:
            within = True
        elif not within and _could_be(
            word, words[i + 1].folded if i + 1 < len(words) else "", pronoun
        ):
            return True
    return False


def _could_be(word: Word, following: str, pronoun: str) -> bool:
    if pronoun in ("He", "She"):
        return word.name
    if pronoun == "They":
        return bool(_PLURAL.search(word.folded)) and not is_verb(word)
    return word.name or (word.folded in _DETERMINERS and not _PLURAL.search(following))
