"""Every fixed word that members see, and every name of a command, is there in each language."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from babel.messages.pofile import read_po
from discord import app_commands

import bot
import retrieval
from bot.cards import figures
from bot.cards.browse import RELATIONS, STANCES
from bot.cards.cited import STATUS
from bot.cards.claims import WORDS
from bot.cards.corpus import STAGES
from bot.cards.corpus_picture import STEPS
from bot.cards.keeping import ACTS, STATES
from bot.cards.moderation import OUTCOMES, VERDICTS
from bot.cards.phrases import english
from bot.cogs.ask import Ask
from bot.cogs.browse import Browse
from bot.cogs.corpus import CorpusCommands
from bot.cogs.member import MemberCommands
from bot.cogs.menus import Menus
from bot.cogs.sources import Sources
from bot.components.corpus_forms import LABELS
from bot.translations import FOLDER, LANGUAGES, CommandTranslator, load_catalogues

SOURCES = (Path(bot.__file__).parent, Path(retrieval.__file__).parent)
TABLES: tuple[Mapping[Any, str], ...] = (
    STATUS, STANCES, RELATIONS, WORDS, STAGES, STEPS, LABELS, figures.LABELS, STATES, VERDICTS,
    ACTS, OUTCOMES,
)  # fmt: skip
# Faults that can reach a person in Discord; the others are told where the bot is set up.
FAULTS = ("ChokepointError", "AlreadyHeldError", "CorpusError", "ExtractionError", "FetchError",
          "IndexBusyError", "QuestionError", "_FieldError")  # fmt: skip
# What else takes a phrase, and as which of its arguments; the last three are methods.
PHRASED = {"FrontMatterError": 1, "Problem": 2, "QuestionFileError": 2,
           "fault": 0, "taken": 1, "warn": 0}  # fmt: skip
# `corpus check` is a command of the terminal alone.
SET_UP = ("checks.py", "client.py", "generations.py", "reaching.py")
FIELDS = re.compile(r"\{(\w+)\}")
CATALOGUES = sorted(set(LANGUAGES.values()))


def sources() -> list[Path]:
    """Return the files whose words people see in Discord."""
    return [
        path
        for folder in SOURCES
        for path in folder.rglob("*.py")
        if path.relative_to(folder).parts[0] not in ("playground", "cli", "store")
        and path.name not in SET_UP
    ]


def spoken() -> set[tuple[str, ...]]:
    """Return every phrase of the code (one, or one and many) that people see in Discord."""
    found: set[tuple[str, ...]] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if isinstance(node.func, ast.Name) and name in ("say", *FAULTS):
                texts = node.args[:1]
            elif name in PHRASED:
                texts = node.args[PHRASED[name] :][:1]
            elif isinstance(node.func, ast.Attribute) and node.func.attr == "many":
                texts = node.args[:2]
            else:
                continue
            assert not any(isinstance(one, ast.JoinedStr) for one in texts), f"{path}:{node.lineno}"
            phrase = tuple(one.value for one in texts if isinstance(one, ast.Constant))
            if phrase:
                found.add(phrase)
    words = [word for table in TABLES for word in table.values()]
    return found | {(word,) for word in words}


def commands() -> list[Any]:
    """Return all commands, those of groups with their groups, and menu entries."""
    stub: Any = SimpleNamespace()
    cogs = [Ask(stub), Browse(stub), MemberCommands(stub), Sources(stub)]
    found: list[Any] = [one for cog in cogs for one in cog.get_app_commands()]
    group = CorpusCommands(stub).app_command
    assert isinstance(group, app_commands.Group)
    return [*found, *Menus(stub).entries, group, *group.walk_commands()]


def texts_of_commands() -> tuple[set[str], set[str]]:
    """Return the names and the descriptions of commands and options."""
    names, descriptions = set(), set()
    for command in commands():
        names.add(command.name)
        if isinstance(command, app_commands.Group):
            descriptions.add(command.description)
        if isinstance(command, app_commands.Command):
            descriptions.add(command.description)
            descriptions.update(one.name for option in command.parameters for one in option.choices)
            for parameter in command.parameters:
                names.add(parameter.display_name)
                descriptions.add(str(parameter.description))
    return names, descriptions


def test_the_code_is_read() -> None:
    assert ("Follow up",) in spoken()
    assert ("{number} source", "{number} sources") in spoken()
    assert len(spoken()) > 100
    names, descriptions = texts_of_commands()
    assert {"ask", "from", "Check this claim"} <= names
    assert "Your question" in descriptions


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_is_complete_and_holds_nothing_else(name: str) -> None:
    with (FOLDER / f"{name}.po").open("rb") as file:
        catalogue = read_po(file)
    names, descriptions = texts_of_commands()
    wanted = spoken() | {(text,) for text in descriptions}
    held: set[tuple[str, ...]] = set()
    held_names: set[str] = set()
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), ids
        assert not message.fuzzy
        assert len(strings) == (catalogue.num_plurals if len(ids) > 1 else 1)
        for string in strings:
            assert set(FIELDS.findall(string)) == set(FIELDS.findall(ids[-1])), string
        if message.context == "name":
            held_names.add(ids[0])
        else:
            held.add(ids)
    assert held == wanted
    assert held_names == names


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_names_keep_discords_rules(locale: discord.Locale) -> None:
    say = load_catalogues()[locale]
    for command in commands():
        name = say.name(command.name)
        assert 1 <= len(name) <= 32
        if isinstance(command, app_commands.Group):
            inside = [say.name(one.name) for one in command.commands]
            assert len(set(inside)) == len(inside)
            assert len(say(command.description)) <= 100
        if isinstance(command, app_commands.Command):
            assert re.fullmatch(r"[-_'\w]{1,32}", name), name
            assert name == name.lower()
            assert len(say(command.description)) <= 100
            shown = [say.name(one.display_name) for one in command.parameters]
            assert len(set(shown)) == len(shown)
            assert all(re.fullmatch(r"[-_'\w]{1,32}", one) for one in shown)
            assert all(len(say(str(one.description))) <= 100 for one in command.parameters)


async def test_commands_are_told_to_discord_in_each_language() -> None:
    translator = CommandTranslator(load_catalogues())
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    (ask,) = [one for one in commands() if one.name == "ask"]
    payload = await ask.get_translated_payload(tree, translator)
    assert payload["name_localizations"]["es-ES"] == "preguntar"
    assert payload["name_localizations"]["ja"] == "質問"
    assert "en-US" not in payload["name_localizations"]


def test_numbers_choose_their_form() -> None:
    assert english.many("{number} source", "{number} sources", 1) == "1 source"
    assert english.many("{number} source", "{number} sources", 0) == "0 sources"
    say = load_catalogues()
    spanish = say[discord.Locale.latin_american_spanish]
    assert spanish.many("{number} source", "{number} sources", 1) == "1 fuente"
    assert spanish.many("{number} source", "{number} sources", 2) == "2 fuentes"
    japanese = say[discord.Locale.japanese]
    assert japanese.many("{number} source", "{number} sources", 1) == "1 件の出典"
    assert english("As of {date}", date="2026") == "As of 2026"


@pytest.mark.parametrize(
    ("locale", "day", "month"),
    [
        (None, "4 March 2031", "March 2031"),
        (discord.Locale.spain_spanish, "4 de marzo de 2031", "marzo de 2031"),
        (discord.Locale.japanese, "2031年3月4日", "2031年3月"),
        (discord.Locale.chinese, "2031年3月4日", "2031年3月"),
    ],
)
def test_dates_are_written_as_in_the_language(
    locale: discord.Locale | None, day: str, month: str
) -> None:
    say = load_catalogues()[locale] if locale else english
    assert say.date("2031-03-04") == day
    assert say.date("2031-03") == month
    assert say.date("2031") == "2031"
