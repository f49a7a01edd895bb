"""Other encoders, a reranker and LangChain's interface, with tiny models made here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from langchain_core.retrievers import BaseRetriever
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

from retrieval.encoder import Encoder
from retrieval.errors import SettingsError
from retrieval.langchain_retriever import CorpusRetriever
from retrieval.librarian import Librarian
from retrieval.question import Filters
from retrieval.reranker import Reranker
from retrieval.settings import RetrievalSettings

WORDS = "the a of wafer wafers graphene cap quota ferry pier query passage : how many year".split()


def _tiny(folder: Path, kind: type[BertModel], **options: int) -> Path:
    """Save a two-layer BERT with random weights and a vocabulary of a few words."""
    folder.mkdir()
    vocabulary = folder / "vocab.txt"
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, *letters]
    pieces += [f"##{letter}" for letter in letters]
    vocabulary.write_text("\n".join(dict.fromkeys(pieces)), encoding="utf-8")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(dict.fromkeys(pieces)),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        # Wide enough that different words give different vectors without training.
        initializer_range=1.0,
        **options,
    )
    kind(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(vocabulary)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = _tiny(tmp_path_factory.mktemp("models") / "bert", BertModel)
    folder = base.parent / "encoder"
    SentenceTransformer(str(base), device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="module")
def tiny_reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rerankers") / "one"
    return _tiny(folder, BertForSequenceClassification, num_labels=1)


def test_an_encoder_is_loaded_from_a_folder_and_gives_unit_vectors(tiny_encoder: Path) -> None:
    encoder = Encoder(str(tiny_encoder))

    questions = encoder.encode_questions(["how many wafers", "ferry", "how many wafers"])
    passages = encoder.encode_passages(["how many wafers"])

    assert questions.shape == (3, 16)
    assert np.allclose(np.linalg.norm(questions, axis=1), 1, atol=1e-2)
    assert np.allclose(questions[0], questions[2])
    # Without prompts of its own, the model reads a question and a passage alike.
    assert np.allclose(questions[0], passages[0], atol=1e-2)


def test_an_encoders_own_prompts_are_used(tiny_encoder: Path, tmp_path: Path) -> None:
    model = SentenceTransformer(str(tiny_encoder), device="cpu")
    model.prompts = {"query": "query: ", "document": "passage: "}
    model.save(str(tmp_path / "prompted"))
    prompted, plain = Encoder(str(tmp_path / "prompted")), Encoder(str(tiny_encoder))

    asked = prompted.encode_questions(["wafers"])
    held = prompted.encode_passages(["wafers"])

    assert np.allclose(asked, plain.encode_questions(["query: wafers"]), atol=1e-2)
    assert np.allclose(held, plain.encode_passages(["passage: wafers"]), atol=1e-2)
    assert not np.allclose(asked, held, atol=1e-2)
    assert prompted.fingerprint != plain.fingerprint


@pytest.mark.parametrize("load", [Encoder, Reranker])
def test_a_model_that_is_not_there_is_named_with_a_remedy(load: type, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "none"}), encoding="utf-8")

    with pytest.raises(SettingsError, match="CHOKEPOINT_") as caught:
        load(str(tmp_path))

    assert str(tmp_path) in str(caught.value)


def test_a_reranker_scores_as_its_cross_encoder_does(tiny_reranker: Path) -> None:
    pairs = [("how many wafers", "the cap of a year"), ("how many wafers", "ferry")]
    expected = CrossEncoder(str(tiny_reranker), device="cpu").predict(pairs)

    scores = Reranker(str(tiny_reranker)).scores("how many wafers", [text for _, text in pairs])

    assert np.allclose(scores, expected, atol=1e-3)
    assert Reranker(str(tiny_reranker)).scores("anything", []).shape == (0,)


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    folder = _tiny(tmp_path / "three", BertForSequenceClassification, num_labels=3)

    with pytest.raises(SettingsError, match="3 labels"):
        Reranker(str(folder))


class _Contrary(Reranker):
    """Scores passages by whether they speak of the ferry."""

    def __init__(self) -> None:
        self.name = "contrary"

    def scores(self, question: str, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        return np.array([float("ferry" in text) for text in texts], dtype=np.float32)


def test_the_rerankers_opinion_outweighs_the_rankings(small_corpus: Path, encoder: Encoder) -> None:
    plain = CorpusRetriever.of_folder(small_corpus, encoder)
    contrary = CorpusRetriever.of_folder(small_corpus, encoder, _Contrary())

    before = plain.invoke("How many graphene wafers a year?")
    after = contrary.invoke("How many graphene wafers a year?")

    assert before[0].metadata["document"] != "ferry"
    assert after[0].metadata["document"] == "ferry"
    assert {item.page_content for item in before} == {item.page_content for item in after}
    scores = [item.metadata["score"] for item in after]
    assert scores == sorted(scores, reverse=True)


def test_the_langchain_retriever_returns_documents_with_their_place(
    small_corpus: Path, encoder: Encoder
) -> None:
    retriever = CorpusRetriever.of_folder(small_corpus, encoder, k=2)

    found = retriever.invoke("Who signed the order that capped graphene wafers?")

    assert isinstance(retriever, BaseRetriever)
    assert len(found) == 2
    best = found[0]
    assert best.metadata["document"] == "quota-2031"
    assert best.metadata["publisher"] == "The Harbour Gazette"
    assert best.metadata["published"] == "2031-03-04"
    assert best.metadata["title"] == "Northland caps exports of graphene wafers"
    text = retriever.index.corpus.by_id["quota-2031"].text
    assert text[best.metadata["start"] : best.metadata["end"]] == best.page_content


async def test_the_langchain_retriever_keeps_filters_and_works_in_a_chain(
    small_corpus: Path, encoder: Encoder
) -> None:
    whole = CorpusRetriever.of_folder(small_corpus, encoder)
    retriever = whole.model_copy(update={"filters": Filters(outlet="Coast Radio")})

    found = await (retriever | (lambda items: [i.metadata["document"] for i in items])).ainvoke(
        "graphene wafers"
    )

    assert found == ["quotes/okoro-cap"]


async def test_the_librarian_uses_the_encoder_and_reranker_of_its_settings(
    small_corpus: Path, tmp_path: Path, tiny_encoder: Path, tiny_reranker: Path
) -> None:
    settings = RetrievalSettings(
        small_corpus, tmp_path / "data", str(tiny_encoder), str(tiny_reranker)
    )

    async with await Librarian.open(settings) as librarian:
        status = librarian.status()
        answer = await librarian.ask("How many graphene wafers may Northland export a year?")

    assert status.encoder == str(tiny_encoder)
    assert len(answer.retrieved) == status.passages
    scores = [item.score for item in answer.retrieved]
    assert scores == sorted(scores, reverse=True)
