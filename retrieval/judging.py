"""Whether a candidate may go live: the regression figures of it and of the live index, compared."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from retrieval import clock
from retrieval.answer import Answer
from retrieval.answering import Found, conclude
from retrieval.batch import find_each
from retrieval.claims import ClaimReport, check_message
from retrieval.encoder import Encoder
from retrieval.evaluation import Evaluation, figures_of, in_context, newly_failing
from retrieval.index import Index
from retrieval.progress import ProgressListener, reporter
from retrieval.question_file import RegressionQuestion, read_questions
from retrieval.settings import RetrievalSettings
from retrieval.threshold import threshold_of

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A share of questions done right, in [0, 1], in the live index and in the candidate."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Worse:
    """A question that the candidate does worse, and the figures in which it fails now."""

    id: str
    question: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures before and after; `fallen` names those that fell by more than is tolerated."""

    figures: tuple[FigureChange, ...]
    fallen: tuple[str, ...]
    worse: tuple[Worse, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The corpus's own questions, and what a candidate holds for each."""

    questions: tuple[RegressionQuestion, ...]
    found: tuple[Found, ...]

    @property
    def threshold(self) -> float | None:
        """The threshold that the questions tell; None where there are too few of them."""
        return threshold_of(
            [
                (round(found.sure, 4), item.answerable)
                for found, item in zip(self.found, self.questions, strict=True)
            ]
        )


class Judge:
    """Asks the corpus's own regression questions of an index."""

    def __init__(self, settings: RetrievalSettings, encoder: Encoder) -> None:
        """Judge by the questions of the corpus folder."""
        self._settings = settings
        self._encoder = encoder
        self._known: dict[object, Evaluation] = {}

    def ask(self, index: Index, listener: ProgressListener | None = None) -> Asked | None:
        """Ask the corpus's questions of an index whose threshold is yet to be told by them.

        None without questions.

        Raises:
            ChokepointError: the file of questions can't be used.
        """
        path = self._settings.corpus / QUESTIONS
        if not path.is_file():
            return None
        questions = read_questions(path)
        report = reporter("calibrating", len(questions), listener)
        found: list[Found] = []
        for one in find_each(index, self._encoder, in_context(questions), today=clock.today()):
            found.append(one)
            report(len(found))
        return Asked(questions, tuple(found))

    def compare(
        self, live: Index, candidate: Index, asked: Asked, listener: ProgressListener | None = None
    ) -> Comparison:
        """Return how the candidate does beside the live index.

        `asked` is what was found in the candidate, which has its threshold by now.
        """
        questions, today = asked.questions, clock.today()
        key, candidate_key = ((one.generation, questions, today) for one in (live, candidate))
        before = self._known.get(key)
        report = reporter("judging", len(questions) * (1 if before else 2), listener)
        done = itertools.count(1)

        def evaluated(index: Index, found: Iterable[Found]) -> Evaluation:
            return self._evaluated(index, questions, found, today, lambda: report(next(done)))

        if before is None:
            asked_live = find_each(live, self._encoder, in_context(questions), today=today)
            before = evaluated(live, asked_live)
        after = evaluated(candidate, asked.found)
        # One of the two is the live one at the next reload: it need not be asked again.
        self._known = {key: before, candidate_key: after}
        return compare(questions, before, after, self._settings.regression_tolerance)

    def _evaluated(
        self,
        index: Index,
        questions: tuple[RegressionQuestion, ...],
        found: Iterable[Found],
        today: str,
        judged: Callable[[], None],
    ) -> Evaluation:
        def answers() -> Iterator[Answer]:
            for one in found:
                there = replace(one, index=index)
                yield conclude(there, today=today, stale_days=self._settings.stale_days).quoting
                # By now the question was checked as a claim, too, where it is one.
                judged()

        def checked(text: str) -> ClaimReport:
            return check_message(index, text, self._encoder.encode_questions, today)

        return figures_of(questions, answers(), checked)


def compare(
    questions: tuple[RegressionQuestion, ...],
    before: Evaluation,
    after: Evaluation,
    tolerance: float,
) -> Comparison:
    """Compare two evaluations of the same questions.

    `tolerance` is by how much a share may fall, in [0, 1]; a figure that no question asks for
    can't fall.
    """
    changes = tuple(
        FigureChange(figure.name, before.figure(figure.name).share, figure.share)
        for figure in after.figures
        if figure.total
    )
    fails: dict[str, list[str]] = {}
    for name, ids in newly_failing(before, after).items():
        for id_ in ids:
            fails.setdefault(id_, []).append(name)
    return Comparison(
        figures=changes,
        # A share is a fraction of two counts: the margin is for their representation only.
        fallen=tuple(item.name for item in changes if item.before - item.after > tolerance + 1e-9),
        worse=tuple(
            Worse(item.id, item.question, tuple(fails[item.id]))
            for item in questions
            if item.id in fails
        ),
    )
