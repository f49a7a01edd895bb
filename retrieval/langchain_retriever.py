"""The search as a LangChain retriever, for chains that want the passages and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.batch import texts_of
from retrieval.build import build_index
from retrieval.corpus import read_corpus
from retrieval.encoder import Encoder
from retrieval.index import Index
from retrieval.question import Filters, understand
from retrieval.reranker import DEPTH, Reranker
from retrieval.search import Hit, search


class CorpusRetriever(BaseRetriever):
    """Finds passages of a corpus folder.

    Every document's metadata holds `document` (its id), `start` and `end` (characters of that
    document's text), `score`, `title`, `publisher` and `published` (ISO 8601, None if unknown).

    Example:
        retriever = CorpusRetriever.of_folder(Path("corpus"), k=4)
        retriever.invoke("When was the diffusion rule rescinded?")
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    encoder: Encoder
    k: int = 10
    filters: Filters | None = None
    reranker: Reranker | None = None

    @classmethod
    def of_folder(
        cls,
        folder: Path,
        encoder: Encoder | None = None,
        reranker: Reranker | None = None,
        k: int = 10,
    ) -> Self:
        """Index a corpus folder in memory; without `encoder` the packaged one is loaded.

        Raises:
            CorpusError: the folder is missing or holds nothing that can be read.
            SettingsError: the packaged encoder is not installed.
        """
        encoder = encoder or Encoder()
        index, _ = build_index(read_corpus(folder), "memory", encoder, None)
        return cls(index=index, encoder=encoder, reranker=reranker, k=k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        question = understand(query, self.index.gazetteer)
        vectors = self.encoder.encode_questions(texts_of(question))
        depth = max(self.k, DEPTH) if self.reranker else self.k
        hits = search(self.index, question, vectors, depth, self.filters)
        if self.reranker:
            hits = self.reranker.rerank(question.text, hits, self.k)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    source = hit.passage.document
    return Document(
        page_content=hit.passage.text,
        metadata={
            "document": source.id,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published.text if source.published else None,
        },
    )
