"""An uploaded file as the draft of a document."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath

from retrieval.corpus import DOCUMENT_SUFFIXES, read_file
from retrieval.documents import Document
from retrieval.errors import ChokepointError
from retrieval.sources.file import LARGEST_FILE


def file_draft(name: str, data: bytes) -> Document:
    """Return the draft of a file of that name; its id and path are still empty.

    Front matter counts as in a corpus folder; a fault in it is a reason not to take the file.

    Raises:
        ChokepointError: the bytes give no text; the text names the file and the remedy.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in DOCUMENT_SUFFIXES:
        raise ChokepointError(
            f"{name} can't be added; only {', '.join(sorted(DOCUMENT_SUFFIXES))} files can."
        )
    if len(data) > LARGEST_FILE:
        raise ChokepointError(
            f"{name} has {len(data) / 1e6:.1f} MB, and a file may have {LARGEST_FILE // 1_000_000}."
        )
    with tempfile.TemporaryDirectory(prefix="chokepoint-") as folder:
        stem = re.sub(r"[^\w-]+", "-", PurePath(name).stem).strip("-") or "file"
        path = Path(folder, f"{stem[:80]}{suffix}")
        path.write_bytes(data)
        read = read_file(Path(folder), path)
    faults = [problem for problem in read.problems if problem.severity == "error"]
    if faults or not read.documents:
        reason = f"line {faults[0].line}: {faults[0].reason}" if faults else "it holds no text"
        raise ChokepointError(f"{name} can't be added, {reason}.")
    return replace(read.documents[0], id="", path="")
