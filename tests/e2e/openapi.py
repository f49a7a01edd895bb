"""Validates what the bot sends against Discord's own specification of its HTTP API."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.playground.rest import Recorded

SPECIFICATION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
_NAME = "urn:discord"


class Contract:
    """The specification, read once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._validators: dict[str, Draft202012Validator] = {}

    @cached_property
    def _whole(self) -> dict[str, Any]:
        whole: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        # The specification writes what Discord sends; it also takes ids as numbers, and
        # discord.py sends a reply's reference so.
        kinds = whole["components"]["schemas"]
        kinds["SnowflakeType"] = {"anyOf": [kinds["SnowflakeType"], {"type": "integer"}]}
        return whole

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource.from_contents(self._whole, default_specification=DRAFT202012)
        return Registry().with_resource(_NAME, resource)

    @cached_property
    def _paths(self) -> list[tuple[re.Pattern[str], str]]:
        # Fixed words before parameters, so that @me and @original meet their own path.
        ordered = sorted(self._whole["paths"], key=lambda path: path.count("{"))
        return [
            (re.compile(re.sub(r"\\?\{.*?\\?\}", "[^/]+", re.escape(path)) + "$"), path)
            for path in ordered
        ]

    def faults(self, request: Recorded) -> list[str]:
        """Return what is wrong with a request: an unknown path or method, or a bad body."""
        where = f"{request.method} {request.path}"
        path = self._path_of(request)
        if path is None:
            return [f"{where}: the specification has no such route"]
        operation = self._operation(path, request)
        if "requestBody" not in operation:
            return [f"{where}: takes no body"] if request.body is not None else []
        kind = "multipart/form-data" if request.files else "application/json"
        if kind not in operation["requestBody"]["content"]:
            return [f"{where}: doesn't take {kind}"]
        schema = ("requestBody", "content", kind, "schema")
        return self._invalid(where, (path, request.method.lower(), *schema), request.body)

    def answer_faults(self, request: Recorded) -> list[str]:
        """Return what is wrong with the answer to a request."""
        where = f"{request.method} {request.path} → {request.status}"
        path = self._path_of(request)
        if path is None or request.status >= 400:
            return []
        answers = self._operation(path, request)["responses"]
        if str(request.status) not in answers:
            return [f"{where}: not among {', '.join(answers)}"]
        if "content" not in answers[str(request.status)]:
            return [f"{where}: takes no body"] if request.answer is not None else []
        schema = ("responses", str(request.status), "content", "application/json", "schema")
        return self._invalid(where, (path, request.method.lower(), *schema), request.answer)

    def _path_of(self, request: Recorded) -> str | None:
        method = request.method.lower()
        for pattern, path in self._paths:
            if pattern.match(request.path) and method in self._whole["paths"][path]:
                return path
        return None

    def _operation(self, path: str, request: Recorded) -> dict[str, Any]:
        operation: dict[str, Any] = self._whole["paths"][path][request.method.lower()]
        return operation

    def _invalid(self, where: str, keys: tuple[str, ...], body: Any) -> list[str]:
        pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in ("paths", *keys))
        validator = self._validators.get(pointer)
        if validator is None:
            schema = {"$ref": f"{_NAME}#/{pointer}"}
            validator = Draft202012Validator(schema, registry=self._registry)
            self._validators[pointer] = validator
        return [
            f"{where}: {'/'.join(map(str, error.absolute_path))}: {error.message[:500]}"
            for error in validator.iter_errors(body)
        ]
