"""The regression figures: how well an index answers questions whose answers are known.

They judge a candidate before it goes live, so they need nothing but questions and answers: the
caller asks them of whichever index it wants to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from retrieval.answer import Answer, NoticeKind
from retrieval.batch import QuestionInContext
from retrieval.claims import ClaimReport
from retrieval.claims import Verdict as Judged
from retrieval.documents import Corpus, Status
from retrieval.facts import states
from retrieval.gazetteer import Gazetteer
from retrieval.question import Intent, Turn, understand
from retrieval.question_file import OFF_TOPIC, RegressionQuestion, Verdict

# The passages among which the right document must be found.
DEPTH = 5

Answerer = Callable[[Sequence[QuestionInContext]], Sequence[Answer]]
Checker = Callable[[str], ClaimReport]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of `total` questions an index did right in one regard, and which it didn't."""

    name: str
    total: int
    failing: tuple[str, ...]

    @property
    def passed(self) -> int:
        """How many questions were done right."""
        return self.total - len(self.failing)

    @property
    def share(self) -> float:
        """`passed` of `total`, in [0, 1]; 1 where no question asks for this."""
        return self.passed / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one index, over all questions and by kind of question."""

    questions: int
    figures: tuple[Figure, ...]
    kinds: tuple[tuple[str, tuple[Figure, ...]], ...] = ()

    def figure(self, name: str) -> Figure:
        """Return the figure of that name over all questions."""
        return next(figure for figure in self.figures if figure.name == name)


@dataclass(frozen=True, slots=True)
class _Case:
    """A question beside its answer, and a claim beside what checking it gave."""

    question: RegressionQuestion
    answer: Answer
    report: ClaimReport | None = None

    @property
    def hit(self) -> bool:
        found = {item.document for item in self.answer.retrieved[:DEPTH]}
        return not (found | self.cited).isdisjoint(self.question.documents)

    @property
    def cited(self) -> set[str]:
        return {source.document for source in self.answer.sources}

    @property
    def holds_facts(self) -> bool:
        return all(states(self.answer, fact) for fact in self.question.facts)

    @property
    def is_correct(self) -> bool:
        if not self.question.answerable:
            return self.answer.abstained
        right = not self.cited.isdisjoint(self.question.documents)
        return not self.answer.abstained and right and self.holds_facts


# What is counted, of which questions, and when a question passes.
_FIGURES: tuple[tuple[str, Callable[[_Case], bool], Callable[[_Case], bool]], ...] = (
    ("correct", lambda case: True, lambda case: case.is_correct),
    ("document_hit", lambda case: case.question.answerable, lambda case: case.hit),
    (
        "facts",
        lambda case: case.question.answerable and bool(case.question.facts),
        lambda case: case.holds_facts,
    ),
    (
        "answered",
        lambda case: case.question.answerable,
        lambda case: not case.answer.abstained,
    ),
    (
        "off_topic_abstained",
        lambda case: not case.question.answerable and case.question.kind == OFF_TOPIC,
        lambda case: case.answer.abstained,
    ),
    (
        "near_miss_abstained",
        lambda case: not case.question.answerable and case.question.kind != OFF_TOPIC,
        lambda case: case.answer.abstained,
    ),
    (
        "claim_verdict",
        lambda case: case.report is not None,
        lambda case: agrees(case.question.verdict, case.report),
    ),
    ("past_not_shown_as_in_force", lambda case: True, lambda case: not shows_past(case.answer)),
)


def evaluate(
    questions: Sequence[RegressionQuestion],
    answerer: Answerer,
    checker: Checker | None = None,
) -> Evaluation:
    """Ask every question through `answerer` and figure how well it did; see `figures_of`."""
    return figures_of(questions, answerer(in_context(questions)), checker)


def figures_of(
    questions: Sequence[RegressionQuestion],
    answers: Iterable[Answer],
    checker: Checker | None = None,
) -> Evaluation:
    """Figure how well the answers to the questions do, taken one by one in the same order.

    Claims (questions with a verdict) are also given to `checker`, where there is one.
    """
    cases = [
        _Case(item, answer, checker(item.question) if checker and item.verdict else None)
        for item, answer in zip(questions, answers, strict=True)
    ]
    kinds = dict.fromkeys(item.kind for item in questions)
    return Evaluation(
        questions=len(cases),
        figures=_figures(cases),
        kinds=tuple(
            (kind, _figures([case for case in cases if case.question.kind == kind]))
            for kind in kinds
        ),
    )


def in_context(questions: Sequence[RegressionQuestion]) -> list[QuestionInContext]:
    """Return the questions as they are asked, each after the turns before it."""
    return [
        QuestionInContext(item.question, tuple(Turn(earlier) for earlier in item.history))
        for item in questions
    ]


def newly_failing(before: Evaluation, after: Evaluation) -> dict[str, tuple[str, ...]]:
    """Return, by figure, the ids of questions that fail in `after` and did not in `before`.

    Figures without such a question are left out.
    """
    failed = {figure.name: set(figure.failing) for figure in before.figures}
    worse = {
        figure.name: tuple(id_ for id_ in figure.failing if id_ not in failed.get(figure.name, ()))
        for figure in after.figures
    }
    return {name: ids for name, ids in worse.items() if ids}


def shows_past(answer: Answer) -> bool:
    """Whether an answer about the present cites a rule that is past and no notice says so."""
    past = [
        source.title
        for source in answer.sources
        if source.status in set(Status) and Status(source.status).is_past
    ]
    if not past or not _asks_for_present(answer.question):
        return False
    notices = [item.text for item in answer.notices if item.kind is NoticeKind.SUPERSEDED]
    return not all(any(title in notice for notice in notices) for title in past)


def agrees(verdict: Verdict | None, report: ClaimReport | None) -> bool:
    """Whether the verdicts on a message's claims make the whole as true as it is."""
    found = {claim.verdict for claim in report.claims} if report else set()
    contradicted = Judged.CONTRADICTED in found
    if verdict is Verdict.TRUE:
        return found == {Judged.SUPPORTED}
    if verdict is Verdict.FALSE:
        return contradicted and Judged.SUPPORTED not in found
    return contradicted or Judged.DISPUTED in found


def _asks_for_present(question: str) -> bool:
    # Which time a question asks for is a matter of its words; no corpus's names take part.
    understood = understand(question, Gazetteer.of(Corpus(())))
    return understood.wants(Intent.PRESENT, Intent.STATUS)


def _figures(cases: Iterable[_Case]) -> tuple[Figure, ...]:
    cases = list(cases)
    figures = []
    for name, counts, passes in _FIGURES:
        counted = [case for case in cases if counts(case)]
        failing = tuple(case.question.id for case in counted if not passes(case))
        figures.append(Figure(name, len(counted), failing))
    return tuple(figures)
