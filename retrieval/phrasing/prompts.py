"""Prompts as Markdown files, read into LangChain's templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import SettingsError
from retrieval.shipped import shipped

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate

_PART = re.compile(r"^## (system|human)\s*$", re.MULTILINE)


def read_prompt(name: str, folder: Path | None = None) -> ChatPromptTemplate:
    """Return the prompt `name`, without the lines that say why a rule is there.

    Raises:
        SettingsError: the file is missing or has no part.
    """
    # Loading LangChain takes a second or two, which only answers of a chat model need.
    from langchain_core.prompts import ChatPromptTemplate

    path = (folder or shipped("prompts")) / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"The prompt {path} can't be read ({error.strerror}).") from error
    pieces = _PART.split(text)[1:]
    if not pieces:
        raise SettingsError(f'The prompt {path} has no part "## system" or "## human".')
    parts = []
    for role, body in zip(pieces[::2], pieces[1::2], strict=True):
        lines = [line for line in body.splitlines() if not line.startswith(">")]
        parts.append((role, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()))
    return ChatPromptTemplate.from_messages(parts)
