"""Let a chat model phrase an answer, line by line, each verified before it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.answer import Answer, AnswerStatus, Notice, NoticeKind, Statement
from retrieval.answering import Consulted
from retrieval.evidence import Evidence
from retrieval.lexical import spoken_date
from retrieval.notices import notices_for
from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatFault, ChatModel
from retrieval.phrasing.followup import said_in_full
from retrieval.phrasing.prompts import read_prompt
from retrieval.phrasing.protocol import Line, LineKind, LineReader
from retrieval.phrasing.statements import Refusal, statement_of
from retrieval.question import Turn
from retrieval.quoting import Bibliography, folded, newest_date

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# Sentences the model is given: about 1,500 tokens, and more than five statements can use.
SENTENCES = 24
LONGEST_REPLY = 6000
MOST_STATEMENTS = 5
# Lines of one reply that are looked at: enough for an answer with every line said twice too often.
MOST_LINES = 20
LONGEST_REWRITE = 400
# Of a conversation the model is given the last turns, of each answer the beginning.
MOST_TURNS = 4
LONGEST_ANSWER = 600

AnswerListener = Callable[[Answer], None]


class Phraser:
    """Phrases with one chat model, within one budget."""

    def __init__(self, chat: ChatModel, budget: TokenBudget, stale_days: int) -> None:
        """Read the prompts and talk to `chat`."""
        self._chat = chat
        self._budget = budget
        self._stale_days = stale_days
        self._answer_prompt = read_prompt("answer")
        self._repair_prompt = read_prompt("repair")
        self._rewrite_prompt = read_prompt("rewrite")

    async def phrase(
        self, found: Consulted, today: str, listener: AnswerListener | None = None
    ) -> Answer:
        """Return the answer in the model's words where they are proved, else the quoting one.

        `listener` gets the answer so far after each verified statement. `today` is ISO 8601.
        An answer that abstains asks no model.
        """
        if found.quoting.abstained:
            return found.quoting
        if self._budget.left <= 0:
            return _fallback(found.quoting, "The chat model's tokens for today are used up")
        sentences = numbered(found.evidence)
        try:
            return await self._phrased(found, sentences, today, listener)
        except ChatFault as fault:
            return _fallback(found.quoting, f"The chat model {fault}")

    async def rewrite(self, asked: str, history: Sequence[Turn]) -> str | None:
        """Return a follow-up said in full, or None where the model's line can't be trusted."""
        if not history or self._budget.left <= 0:
            return None
        messages = self._rewrite_prompt.format_messages(
            conversation="\n".join(map(_turn_line, history[-MOST_TURNS:])),
            question=_harmless(folded(asked)),
        )
        try:
            async with aclosing(self._bounded(messages, LONGEST_REWRITE)) as pieces:
                reply = "".join([piece async for piece in pieces])
        except ChatFault:
            return None
        return said_in_full(reply, asked, history)

    async def _phrased(
        self,
        found: Consulted,
        sentences: Sequence[Evidence],
        today: str,
        listener: AnswerListener | None,
    ) -> Answer:
        draft = _Draft(found, sentences, today, self._stale_days, listener)
        messages = self._answer_prompt.format_messages(
            today=today,
            sentences="\n".join(_data_line(n, item) for n, item in enumerate(sentences, 1)),
            question=_harmless(found.question.text),
        )
        reply = await self._read(messages, draft)
        nothing = draft.nothing
        if draft.refused and not draft.full:
            messages += [
                _spoken(reply),
                *self._repair_prompt.format_messages(
                    failures="\n".join(
                        f"{_harmless(_written(item.line))} ({item.reason})"
                        for item in draft.refused[:MOST_STATEMENTS]
                    )
                ),
            ]
            draft.again()
            await self._read(messages, draft)
        if draft.statements:
            return draft.answer()
        # Said of the lines that failed, N only means that they can't be mended.
        if nothing:
            return replace(
                found.quoting,
                status=AnswerStatus.ABSTAINED,
                statements=(),
                sources=(),
                notices=(),
            )
        raise ChatFault("gave nothing that the sources show")

    async def _read(self, messages: Sequence[BaseMessage], draft: _Draft) -> str:
        """Give each line of the reply to `draft` as it comes; return the reply."""
        reader = LineReader(LONGEST_REPLY)
        reply: list[str] = []
        async with aclosing(self._bounded(messages, LONGEST_REPLY)) as pieces:
            async for piece in pieces:
                reply.append(piece)
                for line in reader.feed(piece):
                    draft.take(line)
                    # Verifying takes milliseconds a line; others get their turn in between.
                    await asyncio.sleep(0)
                if draft.done:
                    return "".join(reply)
        for line in reader.end():
            draft.take(line)
        return "".join(reply)

    async def _bounded(
        self, messages: Sequence[BaseMessage], longest: int
    ) -> AsyncGenerator[str, None]:
        """Yield pieces until `longest` characters have come; the rest isn't waited for."""
        received = 0
        async with aclosing(self._chat.stream(messages, self._budget.spend)) as pieces:
            async for piece in pieces:
                received += len(piece)
                yield piece
                if received >= longest:
                    return


class _Draft:
    """The answer as far as it has come."""

    def __init__(
        self,
        found: Consulted,
        sentences: Sequence[Evidence],
        today: str,
        stale_days: int,
        listener: AnswerListener | None,
    ) -> None:
        self._found = found
        self._sentences = sentences
        self._today = today
        self._stale_days = stale_days
        self._listener = listener
        self._bibliography = Bibliography()
        self.statements: list[Statement] = []
        self.refused: list[Refusal] = []
        self.nothing = False
        self._lines = 0

    @property
    def full(self) -> bool:
        return len(self.statements) == MOST_STATEMENTS

    @property
    def done(self) -> bool:
        """Whether the rest of the reply can't add anything."""
        return self.full or self._lines >= MOST_LINES

    def again(self) -> None:
        """Begin a second reply."""
        self.refused.clear()
        self._lines = 0

    def take(self, line: Line) -> None:
        if line.kind is LineKind.NOTHING:
            self.nothing = True
        if line.kind in (LineKind.NOTHING, LineKind.GARBAGE) or self.done:
            return
        self._lines += 1
        made = statement_of(line, self._sentences, self._found.index, self._bibliography)
        if isinstance(made, Refusal):
            self.refused.append(made)
        elif all(made.text != item.text for item in self.statements):
            self.statements.append(made)
            if self._listener:
                self._listener(self.answer())

    def answer(self) -> Answer:
        documents = self._bibliography.documents
        return replace(
            self._found.quoting,
            statements=tuple(self.statements),
            sources=self._bibliography.sources(),
            notices=notices_for(
                self._found.index.corpus,
                documents,
                self._found.question,
                self._today,
                self._stale_days,
            ),
            as_of=newest_date(documents),
        )


def numbered(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentences as the model is given them, numbered from 1.

    Those of one document stand side by side in their order.
    """
    best = list(evidence[:SENTENCES])
    order = {id_: i for i, id_ in enumerate(dict.fromkeys(_document_id(item) for item in best))}
    return sorted(best, key=lambda item: (order[_document_id(item)], item.sentence.start))


def _document_id(item: Evidence) -> str:
    return item.hit.passage.document.id


def _data_line(number: int, item: Evidence) -> str:
    document = item.hit.passage.document
    exact = "exact words" if document.quote and document.quote.verbatim else None
    speaker = document.quote.speaker if document.quote else None
    status = document.status.value.replace("_", " ") if document.status else None
    known = [document.title, document.publisher, spoken_date(document.published), status]
    about = ", ".join(part for part in [*known, speaker, exact] if part)
    return f"[{number}] ({_harmless(about)}) {_harmless(folded(item.text))}"


def _harmless(text: str) -> str:
    """Return `text` unable to end the block it stands in, or to look like one of our lines."""
    return text.replace("<", "‹").replace(">", "›")


def _written(line: Line) -> str:
    ids = ",".join(map(str, line.sentences))
    return f"{line.kind.value} {ids}: {line.text}" if line.text else f"{line.kind.value} {ids}"


def _spoken(text: str) -> BaseMessage:
    from langchain_core.messages import AIMessage

    return AIMessage(text)


def _turn_line(turn: Turn) -> str:
    answer = folded(turn.answer)[:LONGEST_ANSWER]
    line = f"asked: {folded(turn.question)}" + (f"\nanswered: {answer}" if answer else "")
    return _harmless(line)


def _fallback(quoting: Answer, reason: str) -> Answer:
    text = f"{reason}, so this answer quotes the sources word for word."
    return replace(quoting, notices=(*quoting.notices, Notice(NoticeKind.FALLBACK, text)))
