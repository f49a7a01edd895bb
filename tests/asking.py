"""Ask a made corpus of a few files, as a librarian does, without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from retrieval.answer import Answer
from retrieval.batch import QuestionInContext, answer_many
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.index import Index, make_index
from retrieval.passages import passages_of
from tests.conftest import write_files

Ask = Callable[[str], Answer]


def index_of(files: Mapping[str, str], encoder: Encoder, folder: Path) -> Index:
    """Write `files` to `folder` and read them into an index."""
    corpus = read_corpus(write_files(folder, files))
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    read = encoder.read_passages([passage.text for passage in passages])
    return make_index("test", corpus, passages, read.vectors, read.tokens)


def asker(index: Index, encoder: Encoder, today: str) -> Ask:
    """Return what answers a question from `index` by quoting, on the day `today`."""

    def answer(text: str) -> Answer:
        asked = [QuestionInContext(text)]
        return answer_many(index, encoder, asked, today=today, stale_days=60)[0]

    return answer
