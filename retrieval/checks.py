"""What is wrong between the documents of a corpus, beyond what reading each one shows.

An error is what would make an answer wrong: a rule that is past and doesn't say so, a link to
nothing, a date that can't be, words that nobody is shown to have said. A warning is what makes
answers poorer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from retrieval.documents import Corpus, Document, Kind, PartialDate, Problem, Severity
from retrieval.duplicates import duplicates
from retrieval.findings import Check, Finding
from retrieval.link_checks import LINK_CHECKS
from retrieval.passages import sentences_of
from retrieval.places import Places
from retrieval.question_file import QuestionFileError, numbered_questions
from retrieval.tokens import words

# Over this many words a sentence can't be quoted in an answer and still be read.
LONGEST_SENTENCE = 60
QUESTIONS = "questions.jsonl"


def check_corpus(folder: Path, corpus: Corpus, today: date) -> tuple[Problem, ...]:
    """Return every problem of `corpus`, read from `folder`, in the order of files and lines.

    The problems found while reading (`corpus.problems`) are among them. `today` is the day after
    which nothing can have been published.
    """
    places = Places(folder)
    problems = [
        Problem(
            found.document.path,
            places.line(found.document, *found.key)
            + found.document.text.count("\n", 0, found.offset),
            found.reason,
            found.severity,
        )
        for check in _CHECKS
        for found in check(corpus, today)
    ]
    problems += corpus.problems
    problems += _undated(corpus, places)
    problems += _questions(folder, corpus)
    return tuple(sorted(problems, key=lambda item: (item.path, item.line, item.reason)))


def _dates(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Dates of publication after today, or after everything the document rests on."""
    for document in corpus.documents:
        key = "date" if document.quote else "published"
        dated = [source.published for source in document.sources if source.published]
        for i, source in enumerate(document.sources):
            if source.published and source.published.first > today:
                at = ("source",) if document.quote else ("sources", i)
                yield Finding(
                    document,
                    (*at, "published"),
                    f"a source is dated {source.published}, after today ({today})",
                )
        published = document.published
        if published and published.first > today:
            yield Finding(document, (key,), f"the date {published} is after today ({today})")
        # An undated source may be the newest.
        elif published and dated and len(dated) == len(document.sources):
            newest = max(dated, key=lambda item: item.text)
            if _before(newest, published):
                yield Finding(
                    document, (key,), f"the date {published} is after the newest source ({newest})"
                )


def _before(earlier: PartialDate, later: PartialDate) -> bool:
    """Whether every day that `earlier` can mean lies before every day of `later`."""
    length = min(len(earlier.text), len(later.text))
    return earlier.text[:length] < later.text[:length]


def _quotes(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Words in quotation marks that no source is named for, or that the source doesn't hold."""
    for document in corpus.documents:
        if not document.quote or not document.quote.verbatim:
            continue
        if not document.sources:
            yield Finding(
                document,
                ("verbatim",),
                f"the words of {document.quote.speaker} are verbatim and name no source; add "
                "source, or say verbatim: false",
            )
        for source in document.sources:
            origin = corpus.by_id.get(source.document or "")
            if origin and " ".join(words(document.text)) not in " ".join(words(origin.text)):
                yield Finding(
                    document, ("text",), f'these verbatim words do not stand in "{origin.id}"'
                )


def _duplicates(corpus: Corpus, today: date) -> Iterator[Finding]:
    """Documents that say the same as another."""
    written = [document for document in corpus.documents if not document.quote]
    spoken: defaultdict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        if document.quote:
            spoken[document.quote.speaker].append(document)
    for found in duplicates(written):
        if found.resemblance == 1:
            yield Finding(found.second, (), f'the text is the same as that of "{found.first.id}"')
        else:
            yield Finding(
                found.second,
                (),
                f'the text is nearly that of "{found.first.id}" ({found.resemblance:.0%} alike)',
                Severity.WARNING,
            )
    for quotes in spoken.values():
        for found in duplicates(quotes):
            yield Finding(
                found.second,
                ("text",),
                f'the same words are in "{found.first.id}" already',
                Severity.ERROR if found.resemblance == 1 else Severity.WARNING,
            )


def _long_sentences(corpus: Corpus, today: date) -> Iterator[Finding]:
    """The first sentence of a document that is too long to quote, and how many there are."""
    for document in corpus.documents:
        long = [
            (sentence, count)
            for sentence in sentences_of(document.text)
            if sentence.end - sentence.start > 2 * LONGEST_SENTENCE
            and (count := len(document.text[sentence.start : sentence.end].split()))
            > LONGEST_SENTENCE
        ]
        if long:
            sentence, count = long[0]
            more = f", and {len(long) - 1} more like it" if len(long) > 1 else ""
            yield Finding(
                document,
                (),
                f"a sentence of {count} words (over {LONGEST_SENTENCE}){more}; cut it in two",
                Severity.WARNING,
                sentence.start,
            )


def _undated(corpus: Corpus, places: Places) -> Iterator[Problem]:
    """Documents that don't say when they were published.

    A folder of plain files says so once: there is nothing to mend line by line.
    """
    plain: defaultdict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        if document.published or document.kind is Kind.TERM:
            continue
        if document.kind is Kind.QUOTE:
            reason = "no date; answers can't say when this was said"
            yield Problem(document.path, places.line(document), reason, Severity.WARNING)
        elif places.has_front_matter(document):
            reason = 'no "published"; answers can\'t say as of when this holds'
            yield Problem(document.path, 1, reason, Severity.WARNING)
        else:
            plain[document.path.rpartition("/")[0]].append(document)
    for documents in plain.values():
        others = f" (nor do {len(documents) - 1} others here)" if len(documents) > 1 else ""
        yield Problem(
            documents[0].path,
            1,
            f'the file gives no date{others}; front matter with "published" lets answers say as '
            "of when",
            Severity.WARNING,
        )


def _questions(folder: Path, corpus: Corpus) -> Iterator[Problem]:
    """Regression questions that can't be used, or expect a document that is not there."""
    path = folder / QUESTIONS
    if not path.is_file():
        return
    try:
        questions = numbered_questions(path)
    except QuestionFileError as error:
        yield Problem(QUESTIONS, error.line, str(error.reason))
        return
    for line, question in questions:
        for id_ in question.documents:
            if id_ not in corpus.by_id:
                reason = f'"documents" names "{id_}", which is not in the corpus'
                yield Problem(QUESTIONS, line, reason, Severity.WARNING)


_CHECKS: tuple[Check, ...] = (
    *LINK_CHECKS,
    _dates,
    _quotes,
    _duplicates,
    _long_sentences,
)
