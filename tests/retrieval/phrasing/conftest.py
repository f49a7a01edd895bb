"""One question consulted once, for tests of what a chat model makes of it."""

from __future__ import annotations

import pytest

from retrieval.answering import Consulted
from retrieval.batch import QuestionInContext, consult_many
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.index import make_index
from retrieval.passages import passages_of
from tests.conftest import SMALL_CORPUS, write_files

QUESTION = "How many graphene wafers may Northland export a year?"
TODAY = "2031-06-01"


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Consulted:
    """Return what the small corpus holds for `QUESTION`."""
    corpus = read_corpus(write_files(tmp_path_factory.mktemp("consulted"), SMALL_CORPUS))
    passages = [passage for document in corpus.documents for passage in passages_of(document)]
    vectors = encoder.encode_passages([passage.text for passage in passages])
    index = make_index("one", corpus, passages, vectors)
    (one,) = consult_many(index, encoder, [QuestionInContext(QUESTION)], today=TODAY, stale_days=90)
    assert not one.quoting.abstained
    return one
