"""What is wrong with the links between documents: to nothing, of one side, in a circle, untold."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from retrieval.documents import Corpus, Severity, Status
from retrieval.findings import Check, Finding


def _links(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Ids that name no document, or the document itself."""
    for document in corpus.documents:
        links = [
            ((key, i), id_)
            for key in ("supersedes", "superseded_by", "conflicts_with")
            for i, id_ in enumerate(getattr(document, key))
        ]
        for i, source in enumerate(document.sources):
            if source.document:
                at = ("source",) if document.quote else ("sources", i)
                links.append(((*at, "document"), source.document))
        for key, id_ in links:
            if id_ == document.id:
                yield Finding(document, key, f'"{key[0]}" names the document itself')
            elif id_ not in corpus.by_id:
                near = difflib.get_close_matches(id_, corpus.by_id, 1)
                hint = f'; did you mean "{near[0]}"?' if near else ""
                yield Finding(
                    document,
                    key,
                    f'"{key[0]}" names "{id_}", which is not in the corpus{hint}',
                )


def _one_sided(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Links that only one of the two documents names."""
    pairs = (
        ("supersedes", "superseded_by"),
        ("superseded_by", "supersedes"),
        ("conflicts_with", "conflicts_with"),
    )
    for document in corpus.documents:
        for key, back in pairs:
            for i, id_ in enumerate(getattr(document, key)):
                other = corpus.by_id.get(id_)
                if other and other is not document and document.id not in getattr(other, back):
                    yield Finding(
                        document,
                        (key, i),
                        f'"{key}" names "{id_}", whose "{back}" does not name "{document.id}"',
                        Severity.WARNING,
                    )


def _past_in_force(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Rules that another document supersedes and that say they are in force, or don't say."""
    later: defaultdict[str, list[str]] = defaultdict(list)
    for document in corpus.documents:
        for id_ in document.supersedes:
            later[id_].append(document.id)
        later[document.id] += [id_ for id_ in document.superseded_by if id_ in corpus.by_id]
    for document in corpus.documents:
        if not later[document.id]:
            continue
        by = f'"{later[document.id][0]}"'
        if document.status is Status.IN_FORCE:
            yield Finding(
                document,
                ("status",),
                f"the status is in_force though {by} supersedes it; say superseded, suspended or "
                "rescinded",
            )
        elif document.status is None:
            yield Finding(
                document,
                ("superseded_by",),
                f"{by} supersedes it and it has no status; say superseded, suspended or rescinded",
                Severity.WARNING,
            )


def _cycles(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Documents that supersede one another in a circle."""
    older: dict[str, set[str]] = {document.id: set() for document in corpus.documents}
    for document in corpus.documents:
        older[document.id] |= {id_ for id_ in document.supersedes if id_ in older}
        for id_ in document.superseded_by:
            if id_ in older:
                older[id_].add(document.id)
    for id_, ids in older.items():
        ids.discard(id_)
    while True:
        try:
            TopologicalSorter(older).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            first = min(circle)
            at = circle.index(first)
            # The list ends with the document it begins with.
            around = [*circle[at:-1], *circle[:at], first]
            document = corpus.by_id[first]
            key = "supersedes" if document.supersedes else "superseded_by"
            yield Finding(
                document,
                (key,),
                "documents supersede one another in a circle: " + ", ".join(around),
            )
            older[circle[1]].discard(circle[0])
        else:
            return


LINK_CHECKS: tuple[Check, ...] = (_links, _one_sided, _past_in_force, _cycles)
