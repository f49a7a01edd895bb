from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from retrieval.answer import StatementKind
from retrieval.encoder import Encoder
from retrieval.errors import CorpusError, IndexBusyError, QuestionError
from retrieval.librarian import Filters, Librarian, document_key
from retrieval.question import Turn
from retrieval.settings import RetrievalSettings

Make = Callable[[Path], RetrievalSettings]


@pytest_asyncio.fixture
async def librarian(
    small_corpus: Path, settings_for: Make, one_encoder: Encoder
) -> AsyncIterator[Librarian]:
    async with await Librarian.open(settings_for(small_corpus)) as opened:
        yield opened


async def test_answers_with_the_sources_own_words(librarian: Librarian) -> None:
    answer = await librarian.ask("How many graphene wafers may Northland export a year?")
    assert not answer.abstained
    assert "12,000" in answer.statements[0].text
    for statement in answer.statements:
        for citation in statement.citations:
            document = librarian.document(citation.document)
            assert document is not None
            assert document.text[citation.start : citation.end] == citation.quote


async def test_a_verbatim_quote_stands_in_quotation_marks_and_names_its_speaker(
    librarian: Librarian,
) -> None:
    answer = await librarian.ask("What did Ada Verne say about the cap?")
    quotes = [item for item in answer.statements if item.kind is StatementKind.QUOTE]
    assert quotes
    assert quotes[0].text == "“A cap that nobody can count is no cap at all.”"
    assert quotes[0].speaker == "Ada Verne, trade minister of Northland"


async def test_a_paraphrase_is_an_opinion_without_quotation_marks(librarian: Librarian) -> None:
    answer = await librarian.ask("What does Tomas Okoro think of the wafer cap?")
    opinions = [item for item in answer.statements if item.kind is StatementKind.OPINION]
    assert opinions
    assert "“" not in opinions[0].text
    assert opinions[0].speaker == "Tomas Okoro, Wafer Makers' League"


@pytest.mark.parametrize("question", ["Who won the 2022 World Cup?", "Give me a lasagne recipe"])
async def test_abstains_when_the_corpus_holds_nothing(librarian: Librarian, question: str) -> None:
    answer = await librarian.ask(question)
    assert answer.abstained
    assert answer.statements == ()
    assert answer.retrieved


async def test_a_batch_answers_as_single_questions_do(librarian: Librarian) -> None:
    questions = ["When was the Saltmarsh ferry built?", "What is a graphene wafer?"]
    together = await librarian.ask_many(questions)
    for question, answer in zip(questions, together, strict=True):
        alone = await librarian.ask(question)
        assert answer.question == question
        assert [s.text for s in answer.statements] == [s.text for s in alone.statements]


async def test_a_follow_up_leans_on_the_turn_before(librarian: Librarian) -> None:
    history = [Turn("Tell me about the Saltmarsh ferry")]
    answer = await librarian.ask("And when was it built?", history=history)
    assert any("1987" in statement.text for statement in answer.statements)


async def test_filters_keep_other_outlets_out(librarian: Librarian) -> None:
    answer = await librarian.ask("graphene wafer cap", filters=Filters(outlet="Coast Radio"))
    assert {passage.document for passage in answer.retrieved} == {"quotes/okoro-cap"}


@pytest.mark.parametrize("question", ["", "   ", "???", "why " * 1000])
async def test_questions_that_cant_be_asked(librarian: Librarian, question: str) -> None:
    with pytest.raises(QuestionError, match="question"):
        await librarian.ask(question)


async def test_a_question_in_another_script_is_answered_or_abstained(librarian: Librarian) -> None:
    answer = await librarian.ask("谁赢得了世界杯？")
    assert answer.abstained


async def test_a_reload_reports_what_changed_and_encodes_only_that(
    librarian: Librarian, small_corpus: Path
) -> None:
    (small_corpus / "articles/ferry.txt").write_text("The Saltmarsh ferry sank in 2032.")
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    (small_corpus / "terms/graphene-wafer.md").unlink()
    report = await librarian.reload()
    assert report.added == ("canal",)
    assert report.changed == ("ferry",)
    assert report.removed == ("terms/graphene-wafer",)
    assert report.encoded == 2
    answer = await librarian.ask("How long is the Dunmere canal?")
    assert "nine miles" in answer.statements[0].text


async def test_a_rollback_undoes_a_reload(librarian: Librarian, small_corpus: Path) -> None:
    before = librarian.status().generation
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    await librarian.reload()
    report = await librarian.rollback()
    assert report.removed == ("canal",)
    assert librarian.status().generation == before


async def test_a_broken_corpus_leaves_the_old_index_serving(
    librarian: Librarian, small_corpus: Path
) -> None:
    small_corpus.rename(small_corpus.with_name("moved"))
    with pytest.raises(CorpusError, match="does not exist"):
        await librarian.reload()
    answer = await librarian.ask("When was the Saltmarsh ferry built?")
    assert not answer.abstained


async def test_questions_are_answered_while_a_reload_runs_and_a_second_one_is_refused(
    librarian: Librarian, small_corpus: Path, one_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_corpus / "articles/canal.txt").write_text("The Dunmere canal is nine miles long.")
    inside, go_on = threading.Event(), threading.Event()
    encode = one_encoder.read_passages

    def held(*args: object) -> object:
        inside.set()
        assert go_on.wait(30)
        return encode(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(one_encoder, "read_passages", held)
    reload = asyncio.create_task(librarian.reload())
    assert await asyncio.to_thread(inside.wait, 30)
    answer = await librarian.ask("When was the Saltmarsh ferry built?")
    assert not answer.abstained
    second = asyncio.create_task(asyncio.to_thread(librarian._lifecycle.reload))
    with pytest.raises(IndexBusyError, match="reloading the corpus since"):
        await second
    go_on.set()
    assert (await reload).added == ("canal",)


async def test_a_data_folder_belongs_to_one_process(
    librarian: Librarian, small_corpus: Path, settings_for: Make
) -> None:
    with pytest.raises(IndexBusyError, match="in use"):
        await Librarian.open(settings_for(small_corpus))


async def test_reopening_serves_what_was_built(
    small_corpus: Path, settings_for: Make, one_encoder: Encoder
) -> None:
    async with await Librarian.open(settings_for(small_corpus)) as first:
        generation = first.status().generation
    async with await Librarian.open(settings_for(small_corpus)) as again:
        assert again.status().generation == generation
        assert not (await again.ask("When was the Saltmarsh ferry built?")).abstained


async def test_documents_are_found_by_id_and_by_key(librarian: Librarian) -> None:
    document = librarian.document_by_key(document_key("ferry"))
    assert document is librarian.document("ferry")
    assert librarian.document("nothing") is None
