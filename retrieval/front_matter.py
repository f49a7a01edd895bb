"""Front matter and quote entries: YAML to typed values, with the line of every fault."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from retrieval.documents import PartialDate, Problem, Severity, SourceReference

_E = TypeVar("_E", bound=StrEnum)
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2}))?$")
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)

SOURCE_KEYS = ("publisher", "title", "published", "url", "document")


class FrontMatterError(Exception):
    """YAML that can't be read; `line` is where in the file, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
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


def load(source: str, first_line: int) -> tuple[Any, dict[tuple[Any, ...], int]]:
    """Parse YAML safely; return its value and the file line of every key and list item.

    Raises:
        FrontMatterError: the YAML is broken.
    """
    try:
        loader = yaml.CSafeLoader(source)
        try:
            node = loader.get_single_node()
            value = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        reason = getattr(error, "problem", None) or str(error).split("\n")[0] or "can't be parsed"
        raise FrontMatterError(line, f"the YAML is broken: {reason}") from error
    lines: dict[tuple[Any, ...], int] = {}
    if node is not None:
        for path, line in _lines(node, ()):
            lines[path] = first_line + line
    return value, lines


def _lines(node: yaml.Node, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    yield path, node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            yield from _lines(child, (*path, key.value))
            yield (*path, key.value), key.start_mark.line
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

    def warn(self, reason: str, *key: Any) -> None:
        """Note something that doesn't keep the document out."""
        self.problems.append(Problem(self.path, self.line(*key), reason, Severity.WARNING))

    def fault(self, reason: str, *key: Any) -> None:
        """Note an error."""
        self.problems.append(Problem(self.path, self.line(*key), reason))

    def unknown(self, known: tuple[str, ...]) -> None:
        """Warn of keys that are not in `known`, naming the nearest."""
        for key in self.values:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, 1)
                hint = f'; did you mean "{near[0]}"?' if near else ""
                self.warn(f'unknown key "{key}"{hint}', key)

    def text(self, key: str) -> str | None:
        """Return a one-line string, or None."""
        value = self.values.get(key)
        if value is None or isinstance(value, dict | list):
            if value is not None:
                self.fault(f'"{key}" must be text', key)
            return None
        return re.sub(r"\s+", " ", str(value)).strip() or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; a single string counts as a list of one."""
        value = self.values.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if any(isinstance(item, dict | list) for item in items):
            self.fault(f'"{key}" must be a list of texts', key)
            return ()
        return tuple(str(item).strip() for item in items if item is not None and str(item).strip())

    def day(self, key: str) -> PartialDate | None:
        """Return a date of year, month or day precision, or None."""
        return self._day(self.values.get(key), key)

    def _day(self, value: Any, *key: Any) -> PartialDate | None:
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            value = value.date()
        match = _DATE.match(str(value).strip())
        if match:
            parts = [int(part) for part in match.groups() if part]
            try:
                date(*[*parts, 1, 1][:3])
            except ValueError:
                match = None
        if not match:
            self.fault(f'"{key[-1]}" is not a date: {value!s:.40} (write 2026-01-15)', *key)
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
        choices = ", ".join(kind)
        self.fault(f'"{key}" can\'t be "{value:.40}"; use one of {choices}', key)
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
                self.fault(f'"{key}" must list publisher, title, published and url', *place)
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
