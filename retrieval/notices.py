"""What the reader should take care of: rules that are past, sources that differ or are old."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retrieval.answer import Notice, NoticeKind
from retrieval.conflicts import outlet_of
from retrieval.documents import Corpus, Document, Status
from retrieval.lexical import spoken_date
from retrieval.question import Intent, Question
from retrieval.standing import Standing, predecessors, standing_of

_STATUS_WORDS = {
    Status.SUSPENDED: "is suspended",
    Status.SUPERSEDED: "has been superseded",
    Status.RESCINDED: "has been rescinded",
    Status.PROPOSED: "is a proposal, not in force",
    Status.ANNOUNCED: "is announced, not shown here as in force",
}

# How many of the documents that a list leaves out are named.
NAMED = 4
_STATE = re.compile(
    r"\b(?:is|are|isn't|aren't|does|do|doesn't|don't|can|can't|may|must|has|have|needs?|"
    r"appl(?:y|ies)|costs?|holds?)\b",
    re.IGNORECASE,
)


def notices_for(
    corpus: Corpus,
    cited: Sequence[Document],
    question: Question,
    today: str,
    stale_days: int,
) -> tuple[Notice, ...]:
    """Return the notices for an answer that cites `cited` (in the order of citation).

    `today` is ISO 8601; `stale_days` is how old the newest source may be when the question asks
    for the present.
    """
    notices = [notice for document in cited if (notice := _status(corpus, document))]
    notices += _run_out(corpus, cited, today)
    notices += _conflicts(corpus, cited)
    if _asks_for_now(question):
        notices += _stale(cited, today, stale_days)
    return tuple(notices)


def more_notices(shown: int, left: Sequence[Document]) -> tuple[Notice, ...]:
    """Return the notice that a list of `shown` statements leaves out what `left` tell of."""
    if not left:
        return ()
    titles = "; ".join(f"“{document.title}”" for document in left[:NAMED])
    others = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    text = f"The list shows {shown} of {shown + len(left)}; the corpus also holds {titles}{others}."
    return (Notice(NoticeKind.MORE, text),)


def _asks_for_now(question: Question) -> bool:
    """Whether the answer may have changed since its sources: a state of things, not an event.

    What somebody said and how things came about stay as they were.
    """
    told = question.wants(Intent.WHO_SAID, Intent.SIDES, Intent.TIMELINE)
    state = question.wants(Intent.STATUS) or bool(_STATE.search(question.asked))
    return question.wants(Intent.PRESENT) and state and not told


def run_out_notices(corpus: Corpus, standing: Standing, today: str) -> tuple[Notice, ...]:
    """Return the notice that a suspension ended before `today` and nobody says what followed."""
    if standing.until is None or not standing.run_out(corpus, today):
        return ()
    return (
        Notice(
            NoticeKind.SUPERSEDED,
            f"The suspension told in “{standing.document.title}” ran until "
            f"{spoken_date(standing.until)}; the corpus does not say what happened after that "
            "date.",
        ),
    )


def _run_out(corpus: Corpus, cited: Sequence[Document], today: str) -> list[Notice]:
    """Look at the suspended rules that are cited, and at those that a cited document suspends."""
    rules = {document.id: document for document in cited}
    for document in cited:
        rules |= {rule.id: rule for rule in predecessors(corpus, document)}
    suspended = [rule for rule in rules.values() if rule.status is Status.SUSPENDED]
    standings = [standing_of(corpus, rule) for rule in suspended]
    return [note for item in standings if item for note in run_out_notices(corpus, item, today)]


def _status(corpus: Corpus, document: Document) -> Notice | None:
    words = _STATUS_WORDS.get(document.status) if document.status else None
    if words is None:
        return None
    text = f"“{document.title}” {words}"
    later = [corpus.by_id[id_] for id_ in document.superseded_by if id_ in corpus.by_id]
    if later:
        text += "; what followed: " + "; ".join(
            f"“{other.title}”" + _dated(other) for other in later
        )
    elif document.published:
        text += f", as of {spoken_date(document.published)}"
    return Notice(NoticeKind.SUPERSEDED, text + ".")


def _conflicts(corpus: Corpus, cited: Sequence[Document]) -> list[Notice]:
    """Tell of the differing sources among those cited, and of those that differ from the first."""
    shown = {document.id for document in cited}
    notices: list[Notice] = []
    seen: set[frozenset[str]] = set()
    for document in cited:
        for other_id in document.conflicts_with:
            other = corpus.by_id.get(other_id)
            pair = frozenset((document.id, other_id))
            if other is None or pair in seen or not (other_id in shown or document is cited[0]):
                continue
            seen.add(pair)
            notices.append(
                Notice(
                    NoticeKind.CONFLICT,
                    f"Sources differ: compare “{document.title}”{_told(document)} with "
                    f"“{other.title}”{_told(other)}.",
                )
            )
    return notices


def _stale(cited: Sequence[Document], today: str, stale_days: int) -> list[Notice]:
    dates = [document.published for document in cited if document.published]
    if not dates:
        return []
    newest = max(dates, key=lambda value: value.first)
    if (date.fromisoformat(today) - newest.first).days <= stale_days:
        return []
    return [
        Notice(
            NoticeKind.STALE,
            f"The newest source cited here is of {spoken_date(newest)}; what changed after that "
            "is not in this answer.",
        )
    ]


def _told(document: Document) -> str:
    told = ", ".join(filter(None, (outlet_of(document), spoken_date(document.published))))
    return f" ({told})" if told else ""


def _dated(document: Document) -> str:
    return f" ({spoken_date(document.published)})" if document.published else ""
