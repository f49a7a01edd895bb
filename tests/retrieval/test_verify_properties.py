"""What holds of the gate for any statement: nothing passes that its spans don't show."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Citation, Statement, StatementKind
from retrieval.corpus import read_corpus
from retrieval.documents import Document
from retrieval.passages import sentences_of
from retrieval.verify import verify_statement
from retrieval.verify.checks import failures, source_of

NAMES = ("Nvidia", "Huawei", "Alibaba", "Tencent", "Intel", "Micron")
VERBS = ("supply", "audit", "refund")
NUMBERS = {"20": 20, "twenty": 20, "1,500": 1500, "400,000": 400_000, "400 thousand": 400_000}
DATES = {
    "17 October 2023": (2023, 10, 17),
    "October 17, 2023": (2023, 10, 17),
    "18 October 2023": (2023, 10, 18),
    "17 November 2023": (2023, 11, 17),
    "17 October 2024": (2024, 10, 17),
}

FACTS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["did", "did not", "may", "must"]),
    st.sampled_from(VERBS),
    st.sampled_from(NAMES),
    st.sampled_from(sorted(NUMBERS)),
    st.sampled_from(sorted(DATES)),
)
Fact = tuple[str, str, str, str, str, str]


def sentence(fact: Fact) -> str:
    who, how, verb, whom, number, day = fact
    return f"{who} {how} {verb} {whom} with {number} chips on {day}."


def meaning(fact: Fact) -> tuple[object, ...]:
    who, how, verb, whom, number, day = fact
    return who, how, verb, whom, NUMBERS[number], DATES[day]


def verify(said: str, span: str) -> tuple[object, ...]:
    document = Document(id="d", text=span, title="t")
    citation = Citation(1, "d", 0, len(span), span)
    return verify_statement(Statement(said, StatementKind.FACT, (citation,)), {"d": document})


@settings(max_examples=400, deadline=None, derandomize=True)
@given(FACTS, FACTS)
def test_a_passing_statement_means_what_its_span_means(said: Fact, there: Fact) -> None:
    if not verify(sentence(said), sentence(there)):
        assert meaning(said)[:2] + meaning(said)[3:] == meaning(there)[:2] + meaning(there)[3:]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(FACTS, st.integers(0, 5), st.data())
def test_one_thing_changed_is_refused_and_nothing_changed_is_not(
    fact: Fact, place: int, data: st.DataObject
) -> None:
    options = [NAMES, ("did", "did not", "may", "must"), VERBS, NAMES, NUMBERS, DATES][place]
    changed = (*fact[:place], data.draw(st.sampled_from(sorted(options))), *fact[place + 1 :])
    refused = bool(verify(sentence(changed), sentence(fact)))
    if place != 2:
        assert refused == (meaning(changed) != meaning(fact))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80), st.data())
def test_a_span_that_is_not_the_source_is_refused(
    text: str, quote: str, data: st.DataObject
) -> None:
    document = Document(id="d", text=text, title="t")
    start = data.draw(st.integers(-2, len(text) + 2))
    end = data.draw(st.integers(-2, len(text) + 2))
    statement = Statement(quote, StatementKind.FACT, (Citation(1, "d", start, end, quote),))
    if not verify_statement(statement, {"d": document}):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == quote


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=120), st.text(min_size=1, max_size=120))
def test_any_text_is_judged_without_a_fault(said: str, span: str) -> None:
    verify(said, span)


def test_every_sentence_of_the_starter_corpus_passes() -> None:
    corpus = read_corpus(Path("corpus"))
    for document in corpus.documents:
        for item in sentences_of(document.text):
            text = document.text[item.start : item.end]
            if not any(char.isalnum() for char in text):
                continue
            citation = Citation(1, document.id, item.start, item.end, text)
            statement = Statement(" ".join(text.split()), StatementKind.FACT, (citation,))
            assert verify_statement(statement, corpus.by_id) == (), text


def test_sentences_of_the_starter_corpus_pass_every_check() -> None:
    documents = read_corpus(Path("corpus")).documents
    for document in documents[::4]:
        for item in sentences_of(document.text):
            text = " ".join(document.text[item.start : item.end].split())
            source = source_of([text], frozenset(), (), (None,))
            assert failures(text, source) == (), text
