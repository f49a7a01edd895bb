"""What must hold of a ranking, on a small corpus with the real encoder."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from retrieval.batch import texts_of
from retrieval.build import build_index
from retrieval.corpus import read_corpus
from retrieval.documents import Corpus, Document
from retrieval.encoder import Encoder
from retrieval.index import Index, make_index
from retrieval.lexical import K1, B, header
from retrieval.passages import passages_of
from retrieval.question import Filters, Turn, understand
from retrieval.search import Hit, Ranking, ranking_for, search
from retrieval.selection import Candidates, Spread, choose
from retrieval.tokens import is_figure, terms
from tests.conftest import SMALL_CORPUS, write_files

QUESTIONS = (
    "How many graphene wafers may Northland export a year?",
    "When was the Saltmarsh ferry built?",
    "What does Tomas Okoro think of the wafer cap?",
    "Which quota came before the cap?",
)


@pytest.fixture(scope="module")
def index(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = write_files(tmp_path_factory.mktemp("corpus"), SMALL_CORPUS)
    return build_index(read_corpus(folder), "test", encoder, None)[0]


def find(index: Index, encoder: Encoder, text: str, **more: object) -> list[Hit]:
    question = understand(text, index.gazetteer, more.pop("history", ()))  # type: ignore[arg-type]
    return search(index, question, encoder.encode_questions(texts_of(question)), **more)  # type: ignore[arg-type]


def ids(hits: list[Hit]) -> list[str]:
    return [hit.passage.document.id for hit in hits]


def test_the_passage_that_answers_comes_first(index: Index, encoder: Encoder) -> None:
    assert ids(find(index, encoder, QUESTIONS[0]))[0] == "quota-2031"
    assert ids(find(index, encoder, QUESTIONS[1]))[0] == "ferry"
    assert ids(find(index, encoder, QUESTIONS[2]))[0] == "quotes/okoro-cap"


def _naive_bm25(index: Index, stems: tuple[str, ...]) -> list[float]:
    rows = [
        terms(header(passage.document))
        + [t for s in passage.sentences for t in terms(passage.sentence_text(s))]
        for passage in index.passages
    ]
    mean = sum(map(len, rows)) / len(rows)
    scores = []
    for row in rows:
        counts = Counter(row)
        score = 0.0
        for stem in stems:
            holders = sum(stem in other for other in rows)
            idf = math.log(1 + (len(rows) - holders + 0.5) / (holders + 0.5))
            norm = K1 * (1 - B + B * len(row) / mean)
            score += idf * counts[stem] / (counts[stem] + norm)
        scores.append(score)
    return scores


def _standard(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / (spread + 1e-6) for value in values]


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("dense", [0.0, 0.4, 1.0])
def test_the_fused_ranking_is_that_of_a_naive_reference(
    index: Index, encoder: Encoder, text: str, dense: float
) -> None:
    question = understand(text, index.gazetteer)
    vector = encoder.encode_questions([text])[0]
    lexical = _standard(_naive_bm25(index, question.stems))
    cosine = _standard([float(np.dot(row, vector)) for row in index.vectors])
    fused = [(1 - dense) * a + dense * b for a, b in zip(lexical, cosine, strict=True)]
    plain = Ranking(
        dense=dense, phrases=0, document=0, outlet=0, published=0,
        past=0, spread=Spread(cover=0, same=2),
    )  # fmt: skip

    hits = search(index, question, vector[None], len(fused), None, plain)

    assert sorted(hit.position for hit in hits) == list(range(len(fused)))
    for one, other in pairwise(hits):
        assert fused[one.position] >= fused[other.position] - 1e-4
    for hit in hits:
        assert hit.score == pytest.approx(fused[hit.position], abs=2e-3)


def test_cosines_are_those_of_chromas_own_search(
    index: Index, encoder: Encoder, tmp_path: Path
) -> None:
    client = chromadb.PersistentClient(
        str(tmp_path / "chroma"), settings=Settings(anonymized_telemetry=False)
    )
    collection = client.create_collection("passages", metadata={"hnsw:space": "cosine"})
    collection.add(ids=[str(i) for i in range(len(index.passages))], embeddings=list(index.vectors))
    for text in QUESTIONS:
        vector = encoder.encode_questions([text])[0]
        theirs = collection.query(query_embeddings=[vector], n_results=len(index.passages))
        assert theirs["distances"] is not None
        distances = dict(zip(map(int, theirs["ids"][0]), theirs["distances"][0], strict=True))
        for hit in find(index, encoder, text):
            assert hit.cosine == pytest.approx(1 - distances[hit.position], abs=1e-3)


def test_filters_hold_and_leave_at_least_what_they_allow(index: Index, encoder: Encoder) -> None:
    text = "graphene wafers"

    since = find(index, encoder, text, filters=Filters(since=date(2031, 1, 1)))
    until = find(index, encoder, text, filters=Filters(until=date(2030, 12, 31)))
    outlet = find(index, encoder, text, filters=Filters(outlet="coast radio"))
    expert = find(index, encoder, text, filters=Filters(expert="ada verne"))
    nothing = find(index, encoder, text, filters=Filters(outlet="Nobody's Paper"))

    assert set(ids(since)) == {"quota-2031", "quotes/verne-cap", "quotes/okoro-cap"}
    assert ids(until) == ["quota-2030"]
    assert ids(outlet) == ["quotes/okoro-cap"]
    assert ids(expert) == ["quotes/verne-cap"]
    assert nothing == []


def test_a_replaced_rule_ranks_below_its_replacement_for_the_present(
    index: Index, encoder: Encoder
) -> None:
    now = ids(find(index, encoder, "What quota on graphene wafers is in force now?"))
    then = ids(find(index, encoder, "What was the quota on graphene wafers in June 2030?"))

    assert now.index("quota-2031") < now.index("quota-2030")
    assert then.index("quota-2030") < then.index("quota-2031")


def test_scores_fall_and_no_passage_comes_twice(index: Index, encoder: Encoder) -> None:
    for text in QUESTIONS:
        hits = find(index, encoder, text)
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert len({hit.position for hit in hits}) == len(hits) == len(index.passages)


def test_a_follow_up_finds_what_the_question_in_full_finds(index: Index, encoder: Encoder) -> None:
    first = Turn("Which quota did Northland put on graphene wafers in 2030?")
    for asked, full in (
        ("And when was it replaced?", "When was the 2030 quota on graphene wafers replaced?"),
        ("Who signed that?", "Who signed the order on graphene wafers?"),
    ):
        short = ids(find(index, encoder, asked, history=[first]))[:3]
        assert ids(find(index, encoder, full))[0] in short
    alone = understand("When was the Saltmarsh ferry built?", index.gazetteer, [first])
    assert alone.text == "When was the Saltmarsh ferry built?"


def test_every_part_of_a_question_is_served(index: Index, encoder: Encoder) -> None:
    text = (
        "Does The Harbour Gazette say that wafers for hospitals are free of the cap, while Coast "
        "Radio reports that makers of wafers will leave the country?"
    )

    assert set(ids(find(index, encoder, text))[:2]) == {"quota-2031", "quotes/okoro-cap"}


def _candidates(
    scores: list[float], held: list[list[int]], vectors: np.ndarray | None = None
) -> Candidates:
    count = len(scores)
    stems = len(held[0])
    return Candidates(
        np.array(scores, dtype=np.float32),
        np.array(held, dtype=bool),
        np.full(stems, 1 / stems, dtype=np.float32),
        np.eye(count, dtype=np.float32) if vectors is None else vectors,
    )


def test_the_next_text_is_the_one_that_covers_what_is_left() -> None:
    repeats = _candidates([1.0, 0.9, 0.5], [[1, 1, 0], [1, 1, 0], [0, 0, 1]])

    assert choose(repeats, 2, Spread(cover=1)) == [0, 2, 1]
    assert choose(repeats, 2, Spread(cover=0)) == [0, 1, 2]


def test_a_copy_of_a_chosen_text_waits() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    copies = _candidates([3.0, 2.0, 1.0], [[1]] * 3, vectors)

    assert choose(copies, 3, Spread(cover=0)) == [0, 2, 1]


def _alike(*texts: str) -> Index:
    """Index texts, a document each, of which the dense leg makes no difference."""
    documents = [Document(id=str(i), text=text, title="") for i, text in enumerate(texts)]
    passages = [passage for document in documents for passage in passages_of(document)]
    vectors = np.eye(len(passages), len(passages) + 1, dtype=np.float32)
    return make_index("test", Corpus(tuple(documents)), passages, vectors)


def _order(index: Index, text: str, ranking: Ranking) -> list[str]:
    question = understand(text, index.gazetteer)
    vector = np.zeros((1, len(index.passages) + 1), dtype=np.float32)
    vector[0, -1] = 1
    return ids(search(index, question, vector, 10, None, ranking))


def test_a_phrase_outranks_the_same_words_apart() -> None:
    index = _alike(
        "The rule named a chip that nobody made.", "The chip rule named nobody that made it."
    )

    assert _order(index, "Who wrote the chip rule?", Ranking(phrases=0))[0] == "0"
    assert _order(index, "Who wrote the chip rule?", Ranking())[0] == "1"


def test_what_else_a_document_says_on_the_matter_counts() -> None:
    filler = "Nothing of note was written down that day by anybody at all. " * 9
    lone = f"Wafers were counted. {filler}\n\nA ferry left the harbour on time. {filler}"
    full = f"Wafers were counted. {filler}\n\nWafers were taxed, and wafers were sold. {filler}"
    index = _alike(lone, full, *[f"Rain fell on field {i}. {filler}" for i in range(6)])

    weights = Ranking(spread=Spread(cover=0, same=2))
    alone = _order(index, "How were wafers counted?", replace(weights, document=0))
    within = _order(index, "How were wafers counted?", weights)

    assert alone.index("0") < alone.index("1")
    assert within.index("1") < within.index("0")


def test_a_line_that_gives_a_claims_figure_goes_before_one_that_is_more_like_it() -> None:
    index = _alike(
        "Published on 12 March 2019 by the editors of the page.",
        "The ferry of the harbour town was rebuilt, the town says.",
        *[f"Field {i} was ploughed by a farmer who lives in the valley." for i in range(6)],
    )
    claim = "The ferry of the harbour town was rebuilt in 2019."

    assert ranking_for(understand(claim, index.gazetteer)).figures > 0
    plain = replace(Ranking(), spread=Spread(cover=0, same=2))
    assert _order(index, claim, plain)[0] == "1"
    assert _order(index, claim, replace(plain, figures=20.0))[0] == "0"


def test_a_question_is_searched_without_the_weight_of_a_claims_figures(index: Index) -> None:
    for text in QUESTIONS:
        assert ranking_for(understand(text, index.gazetteer)) == Ranking()


def test_a_month_cut_short_is_read_as_the_month() -> None:
    assert terms("3 Oct 2023") == terms("3 October 2023")
    assert terms("Sept. 9") == terms("September 9")
    assert [term for term in terms("by May, 40 firms and 3A090 in Aug.") if is_figure(term)] == [
        "40", "3a090", "august",
    ]  # fmt: skip
