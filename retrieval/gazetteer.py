"""The names a corpus knows, read from the corpus itself, so that it works on any corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from retrieval.casing import Casing
from retrieval.documents import Corpus, Document, Kind
from retrieval.heads import head_outlets
from retrieval.spelling import Spelling
from retrieval.tokens import TOKEN, fold, words

_LONGEST_NAME = 6
# A publisher often carries a section or a motto: "The Post - Health", "Wire | World News".
_SECTION = re.compile(r"\s*(?:[|·:(]|\s[-–—]\s).*$")

Form = tuple[str, ...]
Names = dict[Form, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Known names found in a question, and which of its words, `[start, end)`, name them.

    Several names share a form where the question leaves open which is meant ("The Post" has
    sections, two speakers have one last name).
    """

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Gazetteer:
    """Folded forms → what they name: outlets and people by name, aliases by document id."""

    outlets: Names = field(default_factory=dict)
    people: Names = field(default_factory=dict)
    aliases: Names = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling)
    casing: Casing = field(default_factory=Casing)

    @classmethod
    def of(cls, corpus: Corpus, words_known: Mapping[str, int] | None = None) -> Gazetteer:
        """Read publishers, authors, speakers and aliases from the documents.

        `words_known` gives how many passages hold each word, for spelling.
        """
        outlets = {
            publisher: None
            for document in corpus.documents
            for publisher in (document.publisher, *(s.publisher for s in document.sources))
            if publisher
        }
        outlets |= dict.fromkeys(head_outlets(corpus.documents).values())
        people = dict.fromkeys(filter(None, map(_person_of, corpus.documents)))
        return cls(
            _by_form((form, name) for name in outlets for form in _outlet_forms(name)),
            _by_form((form, name) for name in people for form in _person_forms(name)),
            _by_form(
                (tuple(words(alias)), document.id)
                for document in corpus.documents
                for alias in (
                    *document.aliases,
                    *([document.title] if document.kind is Kind.TERM else []),
                )
            ),
            Spelling.of(words_known or {}),
            Casing.of(document.text for document in corpus.documents),
        )

    def find_outlets(self, text: str) -> list[NameMatch]:
        """Return the outlets that `text` names, in order."""
        return list(_find(text, self.outlets, self._openings[0]))

    def find_people(self, text: str) -> list[NameMatch]:
        """Return the authors and speakers that `text` names, in order."""
        return list(_find(text, self.people, self._openings[1]))

    def find_aliases(self, text: str) -> list[NameMatch]:
        """Return the ids of the documents whose alias `text` holds, in order."""
        return list(_find(text, self.aliases, self._openings[2], proper=False))

    @cached_property
    def _openings(self) -> tuple[dict[str, int], ...]:
        return tuple(map(_by_opening, (self.outlets, self.people, self.aliases)))


def _by_form(pairs: Iterable[tuple[Form, str]]) -> Names:
    found: dict[Form, dict[str, None]] = {}
    for form, name in pairs:
        if form:
            found.setdefault(form, {})[name] = None
    return {form: tuple(names) for form, names in found.items()}


def _by_opening(forms: Iterable[Form]) -> dict[str, int]:
    """Return for each word that opens a form how long the longest such form is."""
    longest: dict[str, int] = {}
    for form in forms:
        length = min(len(form), _LONGEST_NAME)
        longest[form[0]] = max(longest.get(form[0], 0), length)
    return longest


# A question is read for outlets, people and aliases in turn.
@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the folded words of `text`, and those written with a capital."""
    capitals = frozenset(fold(token) for token in TOKEN.findall(text) if token != token.lower())
    return tuple(words(text)), capitals


def _find(
    text: str,
    forms: Mapping[Form, tuple[str, ...]],
    openings: Mapping[str, int],
    proper: bool = True,
) -> Iterator[NameMatch]:
    """Yield known forms left to right, the longest first where several begin at one word.

    With `proper`, a form of one word must be written with a capital, so that "the age of chips"
    doesn't name The Age; unless the whole text has no capital.
    """
    tokens, capitals = _read(text)
    i = 0
    while i < len(tokens):
        # Two words that the corpus writes as one ("FoxSports").
        run = "".join(tokens[i : i + 2])
        longest = max(openings.get(tokens[i], 0), 2 if run in openings else 0)
        for length in range(min(longest, len(tokens) - i), 0, -1):
            form = tokens[i : i + length]
            names = forms.get(form) or (forms.get((run,)) if length == 2 else None)
            if names and not (proper and capitals and _is_plain(form, capitals)):
                yield NameMatch(names, i, i + length)
                i += length - 1
                break
        i += 1


def _is_plain(form: Form, capitals: frozenset[str]) -> bool:
    """Whether a form of one word, "the" apart, is written without a capital."""
    own = form[1:] if len(form) == 2 and form[0] == "the" else form
    return len(own) == 1 and not {own[0], f"{own[0]}'s"} & capitals


def _person_of(document: Document) -> str | None:
    """Return whose words a document holds: a quote's speaker, else the author."""
    return document.quote.speaker if document.quote else document.author


def _outlet_forms(publisher: str) -> Iterator[Form]:
    for name in dict.fromkeys((publisher, _SECTION.sub("", publisher))):
        form = tuple(words(name))
        shorter = form[1:] if len(form) > 1 and form[0] == "the" else form
        yield form
        yield shorter
        if len(shorter) > 1 and shorter[-1] in ("com", "org", "net"):
            yield shorter[:-1]
        elif len(shorter) == 2:
            # "FoxSports" for "Fox Sports"; the other way round is tried when a text is read.
            yield ("".join(shorter),)


def _person_forms(person: str) -> Iterator[Form]:
    form = tuple(words(person))
    yield form
    # A last name alone names the person, unless it is so short that it could be any word.
    if len(form) > 1 and len(form[-1]) > 3:
        yield form[-1:]
