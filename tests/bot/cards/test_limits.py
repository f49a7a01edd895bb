"""Any answer renders within Discord's limits, cuts no citation and can ping nobody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.answer import answer_card
from bot.cards.claims import WORDS, claims_card
from bot.cards.corpus import report_card
from bot.cards.human import human_card
from bot.cards.markdown import clip, clip_escaped, escape
from bot.cards.moderation import GAPS_SHOWN
from bot.cards.notes import notes_card
from bot.cards.passage import passage_card
from bot.cards.phrases import english
from bot.cards.plain import plain
from bot.components.answer import answer_actions
from bot.components.corpus_gaps import gaps_message
from bot.gaps import Gap
from bot.moderation import LONGEST_CORRECTION
from bot.playground.limits import check_message
from bot.playground.wire import COMPONENTS_V2
from bot.store import Asker, KeptAnswer
from retrieval.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Notice,
    NoticeKind,
    Retrieved,
    Source,
    Statement,
    StatementKind,
)
from retrieval.build import ReloadReport
from retrieval.claims import ClaimReport, ClaimVerdict, Verdict
from retrieval.documents import Document, PartialDate, Problem

MARKS = """@everyone|@here|<@1234567890>|<@&42>|<#77>|`|**bold**|[text](https://evil.example)
https://x.example/a_b_c|مرحبا بالعالم|👩‍👩‍👧‍👦|# heading|-# small|> quoted|1. one|\\|<t:0:R>
\u202eright to left\u202c"""
NASTY = st.sampled_from(
    [*MARKS.replace("\n", "|").split("|"), "||spoiler||", "```\ncode\n```", "x" * 900, "\n\n"]
)
PING = re.compile(r"(?<!\\)@(everyone|here)|(?<!\\)<@")
TEXT = st.lists(st.one_of(NASTY, st.text(max_size=60)), min_size=1, max_size=12).map(
    lambda parts: " ".join(parts) + "."
)
LINE = TEXT.map(lambda text: " ".join(text.split()) or "x")


def payload(view: Any) -> dict[str, Any]:
    return {"flags": COMPONENTS_V2, "components": view.to_components(), "content": "", "embeds": []}


def texts(components: list[dict[str, Any]]) -> str:
    found = []
    for one in components:
        found.append(one.get("content", ""))
        found.append(texts(one.get("components", [])))
    return "\n".join(found)


@st.composite
def answers(draw: st.DrawFn) -> tuple[Answer, dict[str, Document]]:
    count = draw(st.integers(1, 30))
    documents = {}
    for i in range(count):
        name = f"{draw(LINE)[:150]}-{i}"
        body = draw(TEXT) + " end"
        documents[name] = Document(
            id=name,
            text=body,
            title=draw(LINE),
            publisher=draw(st.none() | LINE),
            author=draw(st.none() | LINE),
            published=draw(st.none() | st.just(PartialDate("2026-01"))),
            url=draw(st.none() | st.just("https://a.example/x(y)") | LINE),
            digest="0" * 64,
        )
    sources = tuple(
        Source(n, d.id, d.title, d.publisher, d.author, "2026-01-15", d.url, "article",
               draw(st.none() | st.sampled_from(["in_force", "suspended"])))
        for n, d in enumerate(documents.values(), start=1)
    )  # fmt: skip
    statements = []
    for _ in range(draw(st.integers(1, 5))):
        cited = draw(st.lists(st.sampled_from(sources), min_size=1, max_size=3, unique=True))
        citations = tuple(
            Citation(s.number, s.document, 0, 3, documents[s.document].text[:3]) for s in cited
        )
        statements.append(
            Statement(
                text=draw(LINE),
                kind=draw(st.sampled_from(StatementKind)),
                citations=citations,
                speaker=draw(st.none() | LINE),
            )
        )
    used = {c.source for s in statements for c in s.citations}
    abstained = draw(st.booleans())
    retrieved = tuple(Retrieved(d.id, 0, len(d.text), d.text, 0.5) for d in documents.values())
    answer = Answer(
        question=draw(TEXT),
        status=AnswerStatus.ABSTAINED if abstained else AnswerStatus.ANSWERED,
        confidence=0.5,
        as_of=draw(st.none() | st.just("2026-01")),
        seconds=0.1,
        statements=() if abstained else tuple(statements),
        sources=() if abstained else tuple(s for s in sources if s.number in used),
        notices=tuple(Notice(k, draw(TEXT)) for k in draw(st.lists(st.sampled_from(NoticeKind)))),
        retrieved=retrieved,
    )
    return answer, documents


@settings(max_examples=150, deadline=None)
@given(answers(), st.booleans(), st.just("") | st.just("x" * LONGEST_CORRECTION))
def test_any_answer_fits_and_keeps_its_citations(
    made: tuple[Answer, dict[str, Document]], show_question: bool, mark: str
) -> None:
    answer, documents = made
    view = answer_card(
        answer,
        documents.get,
        english,
        show_question=show_question,
        actions=answer_actions(2**62, english, threads=True),
        mark=mark,
    )
    for seen in (view, plain(view)):
        message = payload(seen)
        check_message(message)
        shown = texts(message["components"])
    for statement in answer.statements:
        for citation in statement.citations:
            assert f"\\[{citation.source}\\]" in shown
    assert not PING.search(shown)


@settings(max_examples=60, deadline=None)
@given(answers())
def test_notices_and_questions_for_people_fit(made: tuple[Answer, dict[str, Document]]) -> None:
    answer, documents = made
    for view in (
        notes_card(answer, english),
        human_card(answer, answer.question, 3, documents.get, english),
    ):
        message = payload(view)
        check_message(message)
        assert not PING.search(texts(message["components"]))


@settings(max_examples=100, deadline=None)
@given(answers(), st.data())
def test_any_verdicts_fit_and_are_said_in_words(
    made: tuple[Answer, dict[str, Document]], data: st.DataObject
) -> None:
    answer, documents = made
    claims = tuple(
        ClaimVerdict(
            data.draw(LINE),
            data.draw(st.sampled_from(Verdict)),
            data.draw(LINE),
            statement.citations,
            statement.citations[:1],
        )
        for statement in answer.statements * 3
    )
    report = ClaimReport("x", claims, answer.sources, answer.as_of, 0.1)
    message = payload(claims_card(report, documents.get, english))
    check_message(message)
    shown = texts(message["components"])
    for claim in claims[:6]:
        assert WORDS[claim.verdict] in shown
    assert not PING.search(shown)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.data())
def test_any_passage_fits_and_shows_its_cited_words(text: str, data: st.DataObject) -> None:
    document = Document(id="a", text=text, title=data.draw(LINE), digest="0" * 64)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    message = payload(passage_card(document, [(start, end)], english))
    check_message(message)
    cited = text[start:end].strip()
    if len(cited) < 500 and len(cited.splitlines()) == 1 and any(char.isalnum() for char in cited):
        assert f"**__{escape(cited)}__**" in texts(message["components"])


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, max_size=40), st.lists(LINE, max_size=20))
def test_any_report_fits(names: list[str], reasons: list[str]) -> None:
    report = ReloadReport(
        "g", tuple(names), tuple(names), tuple(names),
        tuple(Problem("a.md", 1, reason) for reason in reasons), 1, 1, 1, 1.0,
        answered=tuple(names),
    )  # fmt: skip
    check_message(payload(report_card(report, english)))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT.filter(str.strip), max_size=GAPS_SHOWN + 5))
def test_any_gaps_fit(questions: list[str]) -> None:
    asked = [Answer(text, AnswerStatus.ABSTAINED, 0, None, 0, (), (), (), ()) for text in questions]
    now = datetime.now(UTC)
    gaps = [Gap((KeptAnswer(i, now, one, Asker()),)) for i, one in enumerate(asked)]
    check_message(payload(gaps_message(gaps, english)))


@given(TEXT, st.integers(0, 200))
def test_clipping_keeps_to_its_length_and_never_ends_in_half_an_escape(
    text: str, length: int
) -> None:
    assert len(clip(text, length)) <= length
    shown = clip_escaped(text, length)
    assert len(shown) <= length
    trailing = len(shown) - len(shown.rstrip("\\"))
    assert trailing % 2 == 0


@given(st.integers(100, 900), st.integers(10, 90))
def test_clipping_takes_away_no_more_than_it_must(words: int, length: int) -> None:
    shown = clip_escaped("word " * words, length)
    assert len(shown) >= length - len("word ")
    assert len(clip_escaped("*" * words, length)) >= length - 2
