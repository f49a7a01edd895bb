"""Whether a candidate may go live: the regression figures of it and of the live index, compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.answer import Answer
from retrieval.batch import QuestionInContext, answer_many
from retrieval.claims import ClaimReport, check_message
from retrieval.encoder import Encoder
from retrieval.errors import ChokepointError
from retrieval.evaluation import Evaluation, evaluate, in_context, newly_failing
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


class Judge:
    """Asks the corpus's own regression questions of an index."""

    def __init__(self, settings: RetrievalSettings, encoder: Encoder) -> None:
        """Judge by the questions of the corpus folder."""
        self._settings = settings
        self._encoder = encoder
        self._known: dict[object, Evaluation] = {}

    def threshold(self, index: Index, listener: ProgressListener | None = None) -> float | None:
        """Return the threshold that the corpus's questions tell for `index`.

        None without questions, with too few of them, and where they can't be used: who compares by
        them learns why.
        """
        try:
            questions = self._questions() or ()
        except ChokepointError:
            return None
        report = reporter("calibrating", len(questions), listener)
        answers = self._answers(index, in_context(questions), report)
        return threshold_of(
            [
                (answer.confidence, item.answerable)
                for answer, item in zip(answers, questions, strict=True)
            ]
        )

    def compare(
        self, live: Index, candidate: Index, listener: ProgressListener | None = None
    ) -> Comparison | None:
        """Return how the candidate does beside the live index; None without questions.

        Raises:
            ChokepointError: the file of questions can't be used.
        """
        questions = self._questions()
        if questions is None:
            return None
        report = reporter("judging", 2 * len(questions), listener)

        today = _today()

        def figures(index: Index, already: int) -> Evaluation:
            key = (index.generation, questions, today)
            if key in self._known:
                return self._known[key]

            def answered(asked: Sequence[QuestionInContext]) -> Sequence[Answer]:
                return self._answers(index, asked, lambda done: report(already + done))

            def checked(text: str) -> ClaimReport:
                return check_message(index, text, self._encoder.encode_questions, today)

            return evaluate(questions, answered, checked)

        before, after = figures(live, 0), figures(candidate, len(questions))
        # One of the two is the live one at the next reload: it need not be asked again.
        self._known = {
            (live.generation, questions, today): before,
            (candidate.generation, questions, today): after,
        }
        return compare(questions, before, after, self._settings.regression_tolerance)

    def _questions(self) -> tuple[RegressionQuestion, ...] | None:
        path = self._settings.corpus / QUESTIONS
        return read_questions(path) if path.is_file() else None

    def _answers(
        self, index: Index, asked: Sequence[QuestionInContext], progress: Callable[[int], None]
    ) -> list[Answer]:
        return answer_many(
            index,
            self._encoder,
            asked,
            today=_today(),
            stale_days=self._settings.stale_days,
            progress=progress,
        )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


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
