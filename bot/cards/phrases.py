"""The bot's own fixed words, in the reader's language.

A phrase is written in English in the code; a catalogue may hold its translation. Values are put
in by name: `say("As of {date}", date="14 July 2026")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_date, format_skeleton

# Writes dates as "14 July 2026".
ENGLISH = Locale("en", "GB")


@dataclass(frozen=True, slots=True)
class Say:
    """Returns phrases in one language with their values put in."""

    translations: NullTranslations
    locale: Locale = ENGLISH

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

    def date(self, day: str) -> str:
        """Return an ISO 8601 date (or year, or month) as it is written in this language."""
        parts = [int(part) for part in day.split("-")]
        if len(parts) == 1:
            return day
        first = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
        if len(parts) == 3:
            return format_date(first, "long", locale=self.locale)
        return format_skeleton("yMMMM", first, locale=self.locale)


def _filled(phrase: str, values: dict[str, object]) -> str:
    return phrase.format(**values) if values else phrase


english = Say(NullTranslations())
