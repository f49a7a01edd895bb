"""The bot's own fixed words, in the reader's language.

A phrase is written in English in the code; a catalogue may hold its translation. Values are put
in by name: `say("As of {date}", date="14 July 2026")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True, slots=True)
class Say:
    """Returns phrases in one language with their values put in."""

    translations: NullTranslations

    def __call__(self, phrase: str, /, **values: object) -> str:
        """Return `phrase` in the reader's language."""
        return _filled(self.translations.gettext(phrase), values)

    def many(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the phrase that fits `number`, which it may name as {number}."""
        phrase = self.translations.ngettext(one, many, number)
        return _filled(phrase, {"number": number, **values})

    def name(self, name: str) -> str:
        """Return the name that a command, option or menu entry has in this language."""
        return self.translations.pgettext("name", name)


def _filled(phrase: str, values: dict[str, object]) -> str:
    return phrase.format(**values) if values else phrase


english = Say(NullTranslations())
