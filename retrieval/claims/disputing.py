"""What stands against a claim that a source bears: denials, and sources known to conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Citation
from retrieval.claims.judging import Judgement
from retrieval.claims.kindred import kindred
from retrieval.claims.layout import layout
from retrieval.documents import Document, Kind, Sentence
from retrieval.evidence import Evidence
from retrieval.index import Index
from retrieval.quoting import Bibliography
from retrieval.subject import sentences_in
from retrieval.tokens import STOP_WORDS
from retrieval.verify.moments import moments
from retrieval.verify.polarity import negations
from retrieval.verify.reading import read
from retrieval.verify.verbs import is_verb

# Names that a sentence shares with one it answers back to.
SHARED = 2
_REPORTING = frozenset("reported told announced cited stated called seen found".split())


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of the corpus with what it says to the claim."""

    evidence: Evidence
    judgement: Judgement

    @property
    def document(self) -> str:
        """The id of the document that it stands in."""
        return self.evidence.hit.passage.document.id

    @property
    def is_position(self) -> bool:
        """Whether it is somebody's words."""
        return self.evidence.hit.passage.document.kind is Kind.QUOTE

    def cite(self, bibliography: Bibliography) -> Citation:
        """Return it as a citation of `bibliography`."""
        sentence = self.evidence.sentence
        return bibliography.cite(self.evidence.hit.passage.document, sentence.start, sentence.end)


def rivals(
    index: Index, bearing: Sequence[Judged], denying: Sequence[Judged]
) -> tuple[list[Judged], list[tuple[Document, Sentence]]]:
    """Return what stands against support: denials, and sentences of sources known to conflict."""
    own = {item.document for item in bearing}
    known = {other for id_ in own for other in index.corpus.by_id[id_].conflicts_with} - own
    text = bearing[0].evidence.text
    rivals = [
        item
        for item in denying
        if (item.document in known or (item.judgement.flat and item.document not in own))
        and _same_month(item.evidence.text, text)
    ]
    others = [
        (document, sentence)
        for document in index.corpus.documents
        if document.id in known and not rivals
        for sentence in sentences_in(index, document)
        if _answers(document.text[sentence.start : sentence.end], text)
    ]
    return rivals, others


def _answers(rival: str, text: str) -> bool:
    """Whether one sentence denies what another says of the same names."""
    there, ours = read(rival), layout(read(text))
    words = ours.reading.words
    shared = {
        word.folded
        for word in words
        if word.name and any(other.name and kindred(word, other) for other in there.words)
    }
    stated = [
        word
        for place, word in enumerate(words)
        if is_verb(word)
        and word.folded not in STOP_WORDS | _REPORTING
        and place not in ours.denied
        and place not in ours.thought
    ]
    denied = {stem for negation in negations(there) for stem in negation.scope[:1]}
    against = [word for word in there.words if word.stem in denied and is_verb(word)]
    return len(shared) >= SHARED and any(kindred(a, b) for a in against for b in stated)


def _same_month(one: str, other: str) -> bool:
    """Whether two sentences may tell of one event: a month in common, or none in one of them."""
    ours = {(moment.year, moment.month) for moment in moments(one) if moment.month}
    theirs = {(moment.year, moment.month) for moment in moments(other) if moment.month}
    return not ours or not theirs or bool(ours & theirs)
