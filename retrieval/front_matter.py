"""Front matter and quote entries: YAML to typed values, with the line of every fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from retrieval.documents import PartialDate, Problem, Severity, SourceReference
from retrieval.errors import ChokepointError

_E = TypeVar("_E", bound=StrEnum)
# A time of day after the date is read over.
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2})(?:[T ]\d.*)?)?$", re.ASCII
)
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
SOURCE_KEYS = ("publisher", "title", "published", "url", "document")


class FrontMatterError(ChokepointError):
    """YAML that can't be read; `line` is where in the file, from 1."""

    def __init__(self, line: int, phrase: str, /, **values: object) -> None:
        super().__init__(phrase, **values)
        self.line = line


def split(text: str) -> tuple[str, int, str, int]:
    """Cut a file into its front matter and body: (yaml, its line, body, its line).

    Raises:
        FrontMatterError: front matter opens and never closes.
    """
    opening = _OPENING.match(text)
    if not opening:
        return "", 1, text, 1
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise FrontMatterError(
            1, "the front matter opens with --- and never closes; add a line --- after it"
        )
    body = text[closing.end() :].removeprefix("\n")
    line = text.count("\n", 0, len(text) - len(body)) + 1
    return text[opening.end() : closing.start()], 2, body, line


class _Loader(yaml.CSafeLoader):
    """Reads scalars as they are written: "no" stays a word, "007" an id, "2026-01-15" a date."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and type are PyYAML's
        first: [item for item in resolvers if item[0] == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def load(source: str, first_line: int) -> tuple[Any, dict[tuple[Any, ...], int]]:
    """Parse YAML safely; return its value and the file line of every key and list item.

    Every scalar is a text as it is written, or None where it is null or missing.

    Raises:
        FrontMatterError: the YAML is broken, or uses a key twice, or an alias.
    """
    lines: dict[tuple[Any, ...], int] = {}
    try:
        if "*" in source and "&" in source:
            _refuse_aliases(source, first_line)
        loader = _Loader(source)
        try:
            node = loader.get_single_node()
            value = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
        if node is not None:
            for path, line in _lines(node, ()):
                if path in lines and path and isinstance(path[-1], str):
                    raise FrontMatterError(
                        first_line + line,
                        'the key "{name}" is given twice; keep one',
                        name=path[-1],
                    )
                lines[path] = first_line + line
    except FrontMatterError:
        raise
    # PyYAML lets through whatever its constructors raise on a tag they can't make sense of.
    except Exception as error:
        mark = getattr(error, "problem_mark", None)
        # What never closes is marked after the last line.
        line = first_line + (min(mark.line, source.rstrip().count("\n")) if mark else 0)
        reason = getattr(error, "problem", None)
        if not reason and isinstance(error, yaml.YAMLError | ValueError):
            reason = str(error).split("\n")[0]
        if not reason:
            raise FrontMatterError(line, "the YAML is broken: it can not be parsed") from error
        raise FrontMatterError(line, "the YAML is broken: {reason}", reason=reason) from error
    return value, lines


def _refuse_aliases(source: str, first_line: int) -> None:
    """Refuse aliases: a few lines of them can stand for a value too large for any memory."""
    for event in yaml.parse(source, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError(
                first_line + (event.start_mark.line if event.start_mark else 0),
                'the alias "*{name}" can\'t be used here; write its value out',
                name=event.anchor,
            )


def _lines(node: yaml.Node, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    if not path or not isinstance(path[-1], str):
        yield path, node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            yield (*path, key.value), key.start_mark.line
            yield from _lines(child, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for i, child in enumerate(node.value):
            yield from _lines(child, (*path, i))


@dataclass
class Reader:
    """Reads typed values out of one YAML mapping and collects what is wrong with it."""

    values: Mapping[str, Any]
    path: str
    lines: Mapping[tuple[Any, ...], int]
    prefix: tuple[Any, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def line(self, *key: Any) -> int:
        """Return the file line of a key (or of the mapping itself)."""
        return self.lines.get((*self.prefix, *key), self.lines.get(self.prefix, 1))

    def warn(self, phrase: str, *key: Any, **values: str) -> None:
        """Note something that doesn't keep the document out."""
        line = self.line(*key)
        self.problems.append(Problem(self.path, line, phrase, Severity.WARNING, values))

    def fault(self, phrase: str, *key: Any, **values: str) -> None:
        """Note an error."""
        self.problems.append(Problem(self.path, self.line(*key), phrase, values=values))

    def unknown(self, known: tuple[str, ...]) -> None:
        """Warn of keys that are not in `known`, naming the nearest."""
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                name = str(key)
                if near:
                    self.warn(
                        'unknown key "{name}"; did you mean "{near}"?', key, name=name, near=near[0]
                    )
                else:
                    self.warn('unknown key "{name}"', key, name=name)

    def text(self, key: str) -> str | None:
        """Return a one-line string, or None."""
        value = self.values.get(key)
        if value is None or isinstance(value, dict | list):
            if value is not None:
                self.fault('"{name}" must be text', key, name=key)
            return None
        return re.sub(r"\s+", " ", str(value)).strip() or None

    def flag(self, key: str) -> bool:
        """Return whether a key is set to true; false where it is missing."""
        value = str(self.values.get(key) or "false").strip().lower()
        if value not in _FLAGS:
            self.fault('"{name}" must be true or false', key, name=key)
        return _FLAGS.get(value, False)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; a single string counts as a list of one."""
        value = self.values.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in items):
            self.fault('"{name}" must be a list of texts', key, name=key)
            return ()
        return tuple(str(item).strip() for item in items if item is not None and str(item).strip())

    def day(self, key: str) -> PartialDate | None:
        """Return a date of year, month or day precision, or None."""
        return self._day(self.values.get(key), key)

    def _day(self, value: Any, *key: Any) -> PartialDate | None:
        if value is None or value == "":
            return None
        match = _DATE.match(str(value).strip())
        if match:
            parts = [int(part) for part in match.groups() if part]
            try:
                date(*[*parts, 1, 1][:3])
            except ValueError:
                match = None
        if not match:
            self.fault(
                '"{name}" is not a date: {value} (write 2026-01-15)',
                *key,
                name=str(key[-1]),
                value=f"{value!s:.40}",
            )
            return None
        return PartialDate("-".join(f"{part:02d}" for part in parts))

    def choice(self, key: str, kind: type[_E]) -> _E | None:
        """Return a value of an enumeration, or None."""
        value = self.text(key)
        if value is None:
            return None
        folded = value.lower().replace(" ", "_").replace("-", "_")
        if folded in set(kind):
            return kind(folded)
        self.fault(
            '"{name}" can\'t be "{value}"; use one of {choices}',
            key,
            name=key,
            value=value[:40],
            choices=", ".join(kind),
        )
        return None

    def sources(self, key: str) -> tuple[SourceReference, ...]:
        """Return the list of sources under `key` (a single mapping counts as a list of one)."""
        value = self.values.get(key)
        if value is None:
            return ()
        found = []
        for i, item in enumerate(value if isinstance(value, list) else [value]):
            place = (key, i) if isinstance(value, list) else (key,)
            if not isinstance(item, dict):
                self.fault(
                    '"{name}" must list publisher, title, published and url', *place, name=key
                )
                continue
            inner = Reader(item, self.path, self.lines, (*self.prefix, *place), self.problems)
            inner.unknown(SOURCE_KEYS)
            publisher, url = inner.text("publisher"), inner.text("url")
            if url and not publisher:
                inner.fault("a source with a url needs its publisher")
            found.append(
                SourceReference(
                    publisher or "",
                    inner.text("title"),
                    inner.day("published"),
                    url,
                    inner.text("document"),
                )
            )
        return tuple(found)
