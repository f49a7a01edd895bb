"""Read a corpus folder: every file becomes documents, or a problem that says why not."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.documents import Corpus, Document, Problem
from retrieval.errors import CorpusError
from retrieval.file_reading import DOCUMENT_SUFFIXES, QUOTE_SUFFIXES, read_file

# Inside an overlay: a JSON list of the corpus folder's paths that are no longer wanted.
REMOVALS = "removed.json"


def read_corpus(folder: Path, overlay: Path | None = None) -> Corpus:
    """Read every document and quote under `folder`, in the order of their paths.

    A file of `overlay` takes the place of the one at the same path of `folder`; a path that the
    overlay's list of removals names is left out.

    Raises:
        CorpusError: the folder is missing, or nothing in it could be read.
    """
    if not folder.is_dir():
        raise CorpusError(
            "The corpus folder {folder} does not exist; name one with --corpus or "
            "CHOKEPOINT_CORPUS.",
            folder=folder,
        )
    documents: list[Document] = []
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    for root, path in corpus_files(folder, overlay):
        read = read_file(root, path)
        problems += sorted(read.problems, key=lambda problem: problem.line)
        for document in read.documents:
            if document.id in taken:
                problems.append(
                    Problem(
                        document.path,
                        document.line,
                        'the id "{name}" is taken by {path}; rename one',
                        values={"name": document.id, "path": taken[document.id]},
                    )
                )
                continue
            taken[document.id] = document.path
            documents.append(document)
    if not documents:
        if not problems:
            raise CorpusError(
                "The corpus folder {folder} holds no document that can be read; put .md, .txt, "
                ".html or .pdf files in it.",
                folder=folder,
            )
        raise CorpusError(
            "The corpus folder {folder} holds no document that can be read: {place}: {reason}; "
            "put .md, .txt, .html or .pdf files in it.",
            folder=folder,
            place=f"{problems[0].path}:{problems[0].line}",
            reason=problems[0].fault,
        )
    return Corpus(tuple(documents), tuple(problems))


def reading_order(document: Document) -> tuple[tuple[str, ...], int]:
    """Return what documents are sorted by when a corpus is read: path, then place in the file."""
    return Path(document.path).parts, document.line


def overlay_removals(overlay: Path) -> frozenset[str]:
    """Return the relative paths that the overlay takes out of the corpus."""
    try:
        return frozenset(json.loads((overlay / REMOVALS).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, TypeError) as error:
        raise CorpusError(
            "{path} can't be read ({reason}); it lists the documents that moderators "
            "removed. Restore it, or delete it to have them all back.",
            path=overlay / REMOVALS,
            reason=error,
        ) from error


def corpus_files(folder: Path, overlay: Path | None) -> list[tuple[Path, Path]]:
    """Return (root, file) of every file to read, in the order of the relative paths."""
    found = {path.relative_to(folder): folder for path in _files(folder)}
    if overlay and overlay.is_dir():
        for name in overlay_removals(overlay):
            found.pop(Path(name), None)
        found |= {path.relative_to(overlay): overlay for path in _files(overlay)}
    return [(root, root / name) for name, root in sorted(found.items())]


def _files(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        suffix = path.suffix.lower()
        wanted = suffix in DOCUMENT_SUFFIXES or (
            suffix in QUOTE_SUFFIXES and relative.parts[0] == "quotes"
        )
        if wanted and path.name.lower() != "readme.md":
            found.append(path)
    return found
