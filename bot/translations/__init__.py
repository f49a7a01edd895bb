"""The bot's fixed words in other languages: one catalogue (gettext's .po) a language.

A command's or an option's name has the context `name`. What a catalogue doesn't hold stays English.
"""

from __future__ import annotations

from collections.abc import Mapping
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import discord
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from discord import app_commands

from bot.cards.phrases import Say, english

FOLDER = Path(__file__).parent
# Discord's languages, and the catalogue that serves each.
LANGUAGES = {
    discord.Locale.spain_spanish: "es",
    discord.Locale.latin_american_spanish: "es",
    discord.Locale.chinese: "zh_CN",
    discord.Locale.japanese: "ja",
}
_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)

Catalogues = Mapping[discord.Locale, Say]


def load_catalogues() -> Catalogues:
    """Read every catalogue; takes some ten milliseconds."""
    by_name = {
        name: Say(_compiled(FOLDER / f"{name}.po"), Locale.parse(name))
        for name in set(LANGUAGES.values())
    }
    return {locale: by_name[name] for locale, name in LANGUAGES.items()}


class CommandTranslator(app_commands.Translator):
    """Names and describes the commands in each language."""

    def __init__(self, catalogues: Catalogues) -> None:
        """Translate by `catalogues`."""
        self._catalogues = catalogues

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the text in `locale`, or None where the English one stands."""
        say = self._catalogues.get(locale, english)
        text = string.message
        made = say.name(text) if context.location in _NAMES else say(text)
        return made if made != text else None


def _compiled(path: Path) -> GNUTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
