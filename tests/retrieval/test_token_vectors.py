"""The vectors of word pieces: what is kept of them, where, and what they say of sentences."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.documents import Corpus, Document
from retrieval.encoder import Encoder
from retrieval.evidence import weigh_sentences
from retrieval.index import Index, make_index
from retrieval.likeness import likeness
from retrieval.passages import passages_of
from retrieval.question import understand
from retrieval.search import search
from retrieval.token_vectors import WIDTH, TokenVectors

TEXT = (
    "The Dunmere canal is nine miles long. Its locks were financed by the sale of lace. "
    "Ebba Holm, a physician, looked after the boatmen."
)


def _pieces(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    vectors = np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)
    spans = np.stack([np.arange(count), np.arange(count) + 1], axis=1).astype(np.int32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), spans


def _index(encoder: Encoder, pieces: bool = True) -> Index:
    corpus = Corpus((Document("canal", TEXT, "The canal"),))
    passages = passages_of(corpus.documents[0])
    read = encoder.read_passages([passage.text for passage in passages])
    tokens = read.tokens if pieces else None
    return make_index("test", corpus, passages, read.vectors, tokens)


def test_pieces_keep_their_direction_and_their_place() -> None:
    given = [_pieces(5, 1), _pieces(0, 2), _pieces(3, 3)]
    tokens = TokenVectors.of(given)
    assert len(tokens) == 3
    for number, (vectors, spans) in enumerate(given):
        kept, places = tokens.text(number)
        assert np.allclose(kept, vectors, atol=0.005)
        assert np.array_equal(places, spans)


def test_texts_are_picked_from_several_and_survive_the_disk(tmp_path: Path) -> None:
    one, other = TokenVectors.of([_pieces(4, 1)]), TokenVectors.of([_pieces(0, 2), _pieces(2, 3)])
    picked = TokenVectors.picked([(other, 1), (one, 0), (other, 0)])
    picked.save(tmp_path / "tokens")
    read = TokenVectors.load(tmp_path / "tokens", 3)
    assert [len(read.text(i)[0]) for i in range(3)] == [2, 4, 0]
    assert np.array_equal(read.text(0)[0], other.text(1)[0])
    assert np.array_equal(read.text(1)[1], one.text(0)[1])


@pytest.mark.parametrize("name", ["rows", "spans", "bounds"])
@pytest.mark.parametrize("content", [b"", b"no array"])
def test_a_damaged_file_is_a_value_error(tmp_path: Path, name: str, content: bytes) -> None:
    TokenVectors.of([_pieces(4, 1)]).save(tmp_path / "tokens")
    (tmp_path / "tokens" / f"{name}.npy").write_bytes(content)
    with pytest.raises(ValueError):
        TokenVectors.load(tmp_path / "tokens", 1)


def test_pieces_of_another_number_of_texts_are_refused(tmp_path: Path) -> None:
    TokenVectors.of([_pieces(4, 1)]).save(tmp_path / "tokens")
    with pytest.raises(ValueError, match="2 texts"):
        TokenVectors.load(tmp_path / "tokens", 2)


def test_an_encoder_gives_unit_vectors_of_pieces_that_stand_where_they_say(
    encoder: Encoder,
) -> None:
    texts = [TEXT, "Lace.", "", TEXT[:40]]
    read = encoder.read_passages(texts)
    assert read.vectors.shape == (4, encoder.dimension)
    for number, text in enumerate(texts):
        vectors, spans = read.tokens.text(number)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.05)
        assert "".join(text[a:b] for a, b in spans) == "".join(text.split())
    # A batch's order and padding change nothing.
    alone = encoder.read_passages([texts[1]])
    assert np.allclose(alone.tokens.text(0)[0], read.tokens.text(1)[0], atol=0.05)


def test_repeated_questions_are_read_as_one(encoder: Encoder) -> None:
    read = encoder.read_questions(["who?", "when?", "who?"])
    assert np.array_equal(read.tokens.text(0)[0], read.tokens.text(2)[0])
    assert len(encoder.read_questions([]).tokens) == 0


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Who paid for the locks?", "financed"),
        ("Which doctor treated the sailors?", "physician"),
    ],
)
def test_a_sentence_is_found_that_says_it_in_other_words(
    encoder: Encoder, asked: str, answer: str
) -> None:
    index = _index(encoder)
    read = encoder.read_questions([asked])
    question = understand(asked, index.gazetteer)
    hits = search(index, question, read.vectors)
    marks = likeness(index, question.text, read.tokens, hits)[0]
    texts = [index.passages[0].sentence_text(item) for item in index.passages[0].sentences]
    likest = max(range(len(texts)), key=lambda i: marks[i].content)
    assert answer in texts[likest]
    assert all(-1.01 <= mark.frame <= 1.01 for mark in marks)
    assert answer in weigh_sentences(index, question, hits, read.tokens)[0].text


def test_without_pieces_sentences_are_weighed_by_their_words(encoder: Encoder) -> None:
    index = _index(encoder, pieces=False)
    question = understand("How long is the Dunmere canal?", index.gazetteer)
    read = encoder.read_questions([question.text])
    hits = search(index, question, read.vectors)
    weighed = weigh_sentences(index, question, hits, read.tokens)
    assert [item.score for item in weighed] == [
        item.score for item in weigh_sentences(index, question, hits)
    ]
    assert "nine miles" in weighed[0].text
