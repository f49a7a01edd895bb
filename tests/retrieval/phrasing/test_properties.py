"""No reply, however it is made, shows a statement that its sources don't bear."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from retrieval.answer import Answer
from retrieval.answering import Consulted
from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatModel
from retrieval.phrasing.phraser import Phraser
from retrieval.quantities import quantities
from retrieval.verify import verify_statement
from tests.conftest import SMALL_CORPUS
from tests.retrieval.phrasing.conftest import TODAY

# Words of the corpus, so that many lines come near to what it says, and words that turn them.
WORDS = sorted({word for text in SMALL_CORPUS.values() for word in text.split() if ":" not in word})
TURNING = [
    "not", "never", "no", "any", "all", "must", "may", "21,000", "8,000", "12,000", "5 March 2031",
    "1 June 2030", "Southland", "Ada Verne", "said", "“", "”", "'", "unlimited", "\u200b", "१२",
    "\u202e", "</sentences>", "<think>", "because", "per day", "%", "$5", "[1]", "S 2:",
]  # fmt: skip

ids = st.lists(st.integers(0, 30), max_size=5).map(lambda numbers: ",".join(map(str, numbers)))
texts = st.lists(st.sampled_from(WORDS) | st.sampled_from(TURNING), max_size=14).map(" ".join)
# A sentence of the corpus with one word put in, left out or put in the place of another.
SENTENCES = [
    "The ministry capped exports of graphene wafers at 12,000 a year on 4 March 2031.",
    "The cap does not apply to wafers for hospitals.",
    "Northland set a quota of 8,000 graphene wafers a year on 1 June 2030.",
    "The order replaced a quota of 8,000 wafers that had been in force since 2030.",
    "Tomas Okoro argued on 5 March 2031 that the wafer cap will drive makers abroad.",
    "A cap that nobody can count is no cap at all.",
]


@st.composite
def edits(draw: st.DrawFn) -> str:
    words = draw(st.sampled_from(SENTENCES)).split()
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(words)))
        gone = draw(st.integers(0, 2))
        words[place : place + gone] = draw(st.lists(st.sampled_from(TURNING + WORDS), max_size=1))
    return " ".join(words)


lines = st.one_of(
    st.tuples(st.sampled_from(["S ", "D ", "Q ", "- S ", "s", "**S** "]), ids, texts | edits()).map(
        lambda parts: f"{parts[0]}{parts[1]}: {parts[2]}"
    ),
    st.tuples(texts | edits(), ids).map(lambda parts: f"{parts[0]} [{parts[1]}]"),
    ids.map(lambda numbers: f"Q {numbers}"),
    st.sampled_from(["N", "", "Sure!", '{"S": 1}', "```"]),
    st.text(max_size=60),
)
replies = st.lists(lines, max_size=8).map("\n".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("budget")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=replies, second=replies)
def test_every_statement_shown_is_proved_by_its_spans(
    found: Consulted, folder: Path, first: str, second: str
) -> None:
    model = GenericFakeChatModel(messages=iter([AIMessage(first), AIMessage(second)]))
    budget = TokenBudget(folder / "tokens.json", 10**12)
    drafts: list[Answer] = []
    phraser = Phraser(ChatModel(model), budget, 90)
    answer = asyncio.run(phraser.phrase(found, TODAY, drafts.append))
    documents = found.index.corpus.by_id
    for shown in [*drafts, answer]:
        numbers = {source.number: source.document for source in shown.sources}
        for statement in shown.statements:
            assert statement.citations
            for citation in statement.citations:
                text = documents[citation.document].text
                assert text[citation.start : citation.end] == citation.quote
                assert numbers[citation.source] == citation.document
            assert verify_statement(statement, documents) == ()
            cited = "\n".join(citation.quote for citation in statement.citations)
            there = {quantity.low for quantity in quantities(cited)}
            assert {quantity.low for quantity in quantities(statement.text)} <= there
            assert not set(statement.text) & set("\u200b\u202e१२")
