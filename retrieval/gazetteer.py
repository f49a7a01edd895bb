"""The names a corpus knows, read from the corpus itself, so that it works on any corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from retrieval.documents import Corpus, Kind
from retrieval.tokens import words

_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name found in a question: which words of it, `[start, end)` in tokens."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Gazetteer:
    """Folded names → what they name. Outlets and people map to themselves, aliases to documents."""

    outlets: dict[tuple[str, ...], str] = field(default_factory=dict)
    people: dict[tuple[str, ...], str] = field(default_factory=dict)
    aliases: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, corpus: Corpus) -> Gazetteer:
        """Read publishers, authors, speakers and aliases from the documents."""
        outlets: dict[tuple[str, ...], str] = {}
        people: dict[tuple[str, ...], str] = {}
        aliases: dict[tuple[str, ...], list[str]] = {}
        for document in corpus.documents:
            publishers = [document.publisher, *(source.publisher for source in document.sources)]
            for publisher in filter(None, publishers):
                for form in _outlet_forms(publisher):
                    outlets.setdefault(form, publisher)
            speaker = document.quote.speaker if document.quote else None
            for person in filter(None, (document.author, speaker)):
                for form in _person_forms(person):
                    people.setdefault(form, person)
            names = [*document.aliases, *([document.title] if document.kind is Kind.TERM else [])]
            for alias in names:
                form = tuple(words(alias))
                if form and document.id not in aliases.setdefault(form, []):
                    aliases[form].append(document.id)
        return cls(outlets, people, {form: tuple(ids) for form, ids in aliases.items()})

    def find_outlets(self, tokens: list[str]) -> list[NameMatch]:
        """Return the outlets that `tokens` (folded words of a question) name, in order."""
        return [NameMatch(self.outlets[form], *span) for form, span in _find(tokens, self.outlets)]

    def find_people(self, tokens: list[str]) -> list[NameMatch]:
        """Return the authors and speakers that `tokens` name, in order."""
        return [NameMatch(self.people[form], *span) for form, span in _find(tokens, self.people)]

    def find_aliases(self, tokens: list[str]) -> list[tuple[str, ...]]:
        """Return the document ids behind each alias that `tokens` hold."""
        return [self.aliases[form] for form, _ in _find(tokens, self.aliases)]


def _find(
    tokens: list[str], forms: Iterable[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Yield known forms left to right, the longest first where several begin at one word."""
    known = forms if isinstance(forms, dict) else set(forms)
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST_NAME, len(tokens) - i), 0, -1):
            form = tuple(tokens[i : i + length])
            if form in known:
                yield form, (i, i + length)
                i += length - 1
                break
        i += 1


def _outlet_forms(publisher: str) -> Iterator[tuple[str, ...]]:
    form = tuple(words(publisher))
    if form:
        yield form
    if len(form) > 1 and form[0] == "the":
        yield form[1:]


def _person_forms(person: str) -> Iterator[tuple[str, ...]]:
    form = tuple(words(person))
    if form:
        yield form
    # A last name alone names the person, unless it is so short that it could be any word.
    if len(form) > 1 and len(form[-1]) > 3:
        yield form[-1:]
