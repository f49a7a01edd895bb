"""The corpus as a zip, the feedback as a table."""

from __future__ import annotations

import csv
import io
import zipfile

from bot.store import Store
from retrieval.corpus import corpus_files
from retrieval.settings import RetrievalSettings

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "answer", "at", "question", "status", "generation", "helpful", "reason", "voted_at",
)  # fmt: skip
MOST_ANSWERS = 100_000


def corpus_zip(settings: RetrievalSettings, feedback: str) -> bytes:
    """Return a zip of every file of the corpus as it is read, with `feedback` as feedback.csv."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for root, path in corpus_files(settings.corpus, settings.overlay):
            archive.write(path, f"corpus/{path.relative_to(root).as_posix()}")
        for name in ("questions.jsonl", "README.md"):
            if (settings.corpus / name).is_file():
                archive.write(settings.corpus / name, f"corpus/{name}")
        archive.writestr("feedback.csv", feedback)
    return made.getvalue()


async def feedback_csv(store: Store) -> str:
    """Return a line a vote, and one an answer without votes; nobody's id is in it."""
    votes: dict[int, list[tuple[object, ...]]] = {}
    for vote in await store.feedback.votes():
        row = ("yes" if vote.helpful else "no", vote.reason or "", vote.at.isoformat())
        votes.setdefault(vote.answer_id, []).append(row)
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(COLUMNS)
    for kept in await store.answers.latest(MOST_ANSWERS):
        answer = kept.answer
        head = (kept.id, kept.at.isoformat(), answer.question, answer.status, answer.generation)
        for vote_row in votes.get(kept.id, [("", "", "")]):
            table.writerow([_cell(value) for value in (*head, *vote_row)])
    return made.getvalue()


def _cell(value: object) -> object:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
