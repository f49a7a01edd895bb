"""Add, edit, remove and restore single documents: their files and the live index together.

Only the document's own passages are encoded; the rest of the new generation is the live one's.
What else changed in the corpus folder waits for a reload.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.build import ReloadReport
from retrieval.corpus import reading_order
from retrieval.documents import Corpus, Document, Kind, Passage
from retrieval.errors import AlreadyHeldError, ChokepointError
from retrieval.file_reading import ReadFile, document_id
from retrieval.held import already_held
from retrieval.journal import FileChange
from retrieval.layers import Layers
from retrieval.lifecycle import Lifecycle
from retrieval.passages import passages_of
from retrieval.settings import RetrievalSettings
from retrieval.staging import Staging
from retrieval.trash import Removed
from retrieval.writing import corpus_file, quote_block, replace_item, slug

TEXT_SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Preview:
    """A document as it would be kept, and the passages that answers could cite."""

    document: Document
    passages: tuple[Passage, ...]


class Keeper:
    """Makes single changes, each whole or not at all. Synchronous; one turn a change."""

    def __init__(self, settings: RetrievalSettings, lifecycle: Lifecycle) -> None:
        """Change the corpus of `settings` and the index that `lifecycle` owns."""
        self._settings = settings
        self._staging = Staging(settings.data)
        self._lifecycle = lifecycle
        self._turn = lifecycle.turn

    def preview(self, draft: Document) -> Preview:
        """Return what `add` would keep; an empty id is filled in.

        Raises:
            ChokepointError: the document can't be kept, or is held already.
        """
        document = self._staging.readable(self._named(draft, Layers(self._settings)))
        self._refuse_held(document)
        return Preview(document, passages_of(document))

    def preview_edit(self, draft: Document) -> Preview:
        """Return what `edit` would make of the live document of the draft's id.

        Raises:
            ChokepointError: there is no such document, or the new text can't be kept.
        """
        layers = Layers(self._settings)
        document = self._edited(draft, self._current(draft.id, layers)[0], layers)
        return Preview(document, passages_of(document))

    def add(self, draft: Document, by: str) -> ReloadReport:
        """Keep a new document and make it live.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: the document can't be kept, or is held already.
        """
        with self._turn.taken(by, "{name} is adding “{title}” since {time} UTC", title=draft.title):
            layers = Layers(self._settings)
            document = self._staging.readable(self._named(draft, layers))
            self._refuse_held(document)
            layers.put(document.path, corpus_file(document))
            return self._commit(layers, by, "add", document.id, (), (document,))

    def edit(self, draft: Document, by: str, seen: str | None = None) -> ReloadReport:
        """Replace the live document of the same id.

        Args:
            draft: the document as it is to be.
            by: who edits.
            seen: the digest of the version that was edited; None replaces any.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: there is no such document, it was changed meanwhile, or the new text
                can't be kept.
        """
        with self._turn.taken(
            by, "{name} is editing “{title}” since {time} UTC", title=draft.title
        ):
            layers = Layers(self._settings)
            old, file = self._current(draft.id, layers)
            if seen is not None and not old.digest.startswith(seen):
                raise ChokepointError(
                    "“{title}” was changed by somebody else meanwhile; open it again.",
                    title=old.title,
                )
            document = self._edited(draft, old, layers)
            new: Sequence[Document] = (document,)
            if document.kind is Kind.QUOTE:
                new = self._replace_quote(layers, file, old, document)[0]
            else:
                if document.path != old.path:
                    layers.put(old.path, None)
                document, content = self._staging.written(layers.content(old.path), old, document)
                new = (document,)
                layers.put(document.path, content)
            return self._commit(layers, by, "edit", old.id, (old.id,), new)

    def remove(self, document_id_: str, by: str) -> tuple[ReloadReport, Removed]:
        """Take a document out of the corpus and the index; it can be restored.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: there is no such document.
        """
        with self._turn.taken(by, "{name} is removing “{id}” since {time} UTC", id=document_id_):
            layers = Layers(self._settings)
            old, file = self._current(document_id_, layers)
            if len(self._lifecycle.live.index.corpus.documents) == 1:
                raise ChokepointError("This is the only document; add another before removing it.")
            others: Sequence[Document] = ()
            if old.kind is Kind.QUOTE and len(file.documents) > 1:
                others, content = self._replace_quote(layers, file, old, None)
            else:
                content = layers.content(old.path)
                layers.put(old.path, None)
            removed, kept = self._lifecycle.trash.entry(
                old.id, old.title, old.path, by, content, is_quote=old.kind is Kind.QUOTE
            )
            report = self._commit(layers, by, "remove", old.id, (old.id,), others, kept)
            return report, removed

    def restore(self, name: str, by: str) -> ReloadReport:
        """Bring back a removed document, named by its id or the key of its removal.

        Raises:
            IndexBusyError: another change is being made.
            ChokepointError: nothing of that name was removed, or its place is taken.
        """
        with self._turn.taken(by, "{name} is restoring “{id}” since {time} UTC", id=name):
            removed = self._lifecycle.trash.find(name)
            if removed is None:
                raise ChokepointError(
                    "No removed document is called “{name}”; `chokepoint corpus removed` lists "
                    "them.",
                    name=name,
                )
            layers = Layers(self._settings)
            there = layers.content(removed.path)
            if there and not removed.is_quote:
                raise ChokepointError(
                    "{path} was written anew since “{title}” was removed; remove that one first.",
                    path=removed.path,
                    title=removed.title,
                )
            if there and not there.endswith(b"\n"):
                there += b"\n"
            content = there + removed.data
            before = layers.read(removed.path)
            after = self._staging.read(removed.path, content)
            document = next((d for d in after.documents if d.id == removed.document), None)
            if document is None or not _same(before.documents, after.documents, removed.document):
                raise ChokepointError(
                    "“{title}” can't be put back into {path}, which was changed since; add "
                    "it anew.",
                    title=removed.title,
                    path=removed.path,
                )
            self._refuse_held(document)
            layers.put(removed.path, content)
            emptied = self._lifecycle.trash.emptying(removed)
            return self._commit(layers, by, "restore", document.id, (), after.documents, emptied)

    def _commit(
        self,
        layers: Layers,
        by: str,
        act: str,
        subject: str,
        gone: Sequence[str],
        new: Sequence[Document],
        *also: FileChange,
    ) -> ReloadReport:
        """Make the live corpus without `gone` and with `new` live, together with the files.

        `new` may hold other documents of a file that was written, for their lines have moved;
        those that aren't live as they stand there wait for a reload.
        """
        live = self._lifecycle.live.index.corpus
        digests = {item.id: item.digest for item in live.documents}
        wanted = {
            item.id: item
            for item in new
            if item.id == subject or digests.get(item.id) == item.digest
        }
        kept = live.without([*gone, *wanted]).documents
        documents = sorted([*kept, *wanted.values()], key=reading_order)
        changes = (*layers.changes, *also)
        return self._lifecycle.commit(
            Corpus(tuple(documents), live.problems), changes, by, act, subject
        )

    def _current(self, document_id_: str, layers: Layers) -> tuple[Document, ReadFile]:
        live = self._lifecycle.live.index.corpus.by_id.get(document_id_)
        if live is None:
            raise ChokepointError(
                "The corpus holds no document “{name}”; `chokepoint corpus list` or /sources "
                "names them.",
                name=document_id_,
            )
        file = layers.read(live.path)
        on_disk = next((item for item in file.documents if item.id == live.id), None)
        if on_disk is None or on_disk.digest != live.digest:
            raise ChokepointError(
                "{path} was changed in the corpus folder since the last reload; reload, then try "
                "again.",
                path=live.path,
            )
        return on_disk, file

    def _edited(self, draft: Document, old: Document, layers: Layers) -> Document:
        """Return `draft` as it would be read back in the place of `old`."""
        path = Path(old.path)
        if old.kind is not Kind.QUOTE and path.suffix.lower() not in TEXT_SUFFIXES:
            path = path.with_suffix(".md")
            if layers.taken(path.as_posix()):
                raise ChokepointError(
                    "{path} is in the way of the edited text; move it.", path=path
                )
        document = self._staging.readable(replace(draft, path=path.as_posix()))
        self._refuse_held(document, but=old.id)
        return document

    def _replace_quote(
        self, layers: Layers, file: ReadFile, old: Document, new: Document | None
    ) -> tuple[tuple[Document, ...], bytes]:
        """Plan the file with `new` in the place of `old`; return what it holds, and what went."""
        source = layers.content(old.path).decode("utf-8-sig").replace("\r\n", "\n")
        try:
            content, taken = replace_item(source, old.line, quote_block(new) if new else "")
        except ValueError:
            content, taken = "", ""
        after = self._staging.read(old.path, content.encode())
        there = any(item.id == old.id for item in after.documents)
        if there != (new is not None) or not _same(file.documents, after.documents, old.id):
            raise ChokepointError(
                "This quote can't be taken out of {path} without changing the others; give each "
                "quote there an id, or edit the file by hand and reload.",
                path=old.path,
            )
        layers.put(old.path, content.encode())
        return after.documents, taken.encode()

    def _named(self, draft: Document, layers: Layers) -> Document:
        """Give a draft an id and a path that nothing else has, nor what can be restored had."""
        folder = {Kind.QUOTE: "quotes", Kind.TERM: "terms"}.get(draft.kind, "articles")
        suffix = ".yaml" if draft.kind is Kind.QUOTE else ".md"
        speaker = draft.quote.speaker if draft.quote else draft.title
        stem = slug(speaker, str(draft.published or ""))
        held = set(self._lifecycle.live.index.corpus.by_id)
        held |= {removed.document for removed in self._lifecycle.trash.all()}
        number = 1
        while True:
            name = f"{folder}/{stem}{f'-{number}' if number > 1 else ''}"
            free = document_id(name + suffix) not in held and not any(
                layers.taken(name + ending) for ending in (suffix, ".txt", ".html", ".pdf")
            )
            if free:
                return replace(draft, id=document_id(name + suffix), path=name + suffix)
            number += 1

    def _refuse_held(self, document: Document, but: str | None = None) -> None:
        found = already_held(self._lifecycle.live.index.corpus, document, but)
        if found:
            raise AlreadyHeldError(
                "This is in the corpus already, as “{title}” ({id}); edit that one instead.",
                found.id,
                title=found.title,
                id=found.id,
            )


def _same(before: Sequence[Document], after: Sequence[Document], but: str) -> bool:
    """Whether all other documents of a file are what they were."""

    def digests(documents: Sequence[Document]) -> list[str]:
        return [document.digest for document in documents if document.id != but]

    return digests(before) == digests(after)
