"""Statements of sentences side by side where a passage ends within a paragraph."""

from retrieval.compose import compose
from retrieval.documents import Corpus, Document
from retrieval.encoder import Encoder
from retrieval.evidence import weigh_sentences
from retrieval.index import make_index
from retrieval.passages import passages_of
from retrieval.question import understand
from retrieval.search import search

FILLER = (
    "The harbour of Saltmarsh lies on the northern coast and is sheltered from the worst of the "
    "winter storms by a long bank of shingle, which the sea moves a little further every year. "
)
ENDS = "In the spring the harbour board bought a dredger named Petrel from a yard in Dunmere. "
BEGINS = "It had cost the board some 41,000 crowns by the time that it reached Saltmarsh. "
QUESTION = "How much did the dredger Petrel cost the harbour board of Saltmarsh?"


def _first(encoder: Encoder, between: str) -> str:
    """Return the first statement on a document that ends a passage between the two sentences."""
    text = 3 * FILLER + ENDS.strip() + between + BEGINS + 3 * FILLER
    corpus = Corpus((Document("harbour", text, "Harbour"),))
    passages = passages_of(corpus.documents[0])
    assert [BEGINS.strip() in passage.text for passage in passages] == [False, True]
    read = encoder.read_passages([passage.text for passage in passages])
    index = make_index("test", corpus, passages, read.vectors, read.tokens)
    question = understand(QUESTION, index.gazetteer)
    asked = encoder.read_questions([question.text])
    hits = search(index, question, asked.vectors)
    evidence = weigh_sentences(index, question, hits, asked.tokens)
    return compose(index, question, evidence, "2032-08-01", 60).statements[0].text


def test_what_leans_on_the_end_of_the_passage_before_is_shown_with_it(encoder: Encoder) -> None:
    assert _first(encoder, " ") == f"{ENDS}{BEGINS.strip()}"


def test_a_paragraph_is_not_joined_to_the_one_before(encoder: Encoder) -> None:
    assert "\n" not in _first(encoder, "\n\n")
