"""Ten follow-ups said in full as a capable model would, and what a weak one makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from retrieval.phrasing.budget import TokenBudget
from retrieval.phrasing.chat import ChatModel
from retrieval.phrasing.followup import said_in_full
from retrieval.phrasing.phraser import Phraser
from retrieval.phrasing.prompts import read_prompt
from retrieval.question import Turn

PAIRS = [
    (
        Turn("When did the H20 come under a licence requirement?"),
        "And when was that changed?",
        "When was the H20 licence requirement changed?",
    ),
    (
        Turn("How much did Cadence pay in its export control case?"),
        "What had they sold, and to whom?",
        "What had Cadence sold in its export control case, and to whom?",
    ),
    (
        Turn("What did the Dutch government do to Nexperia in September 2025?"),
        "How did China answer?",
        "How did China answer what the Dutch government did to Nexperia in September 2025?",
    ),
    (
        Turn("What was the AI diffusion framework?"),
        "How many tiers did it have?",
        "How many tiers did the AI diffusion framework have?",
    ),
    (
        Turn("What is the Remote Access Security Act?"),
        "Hasn't it passed the Senate?",
        "Has the Remote Access Security Act not passed the Senate?",
    ),
    (
        Turn(
            "Who said going back and forth is the worst option?", "Samuel Bresnick of CSET said so."
        ),
        "What else did he say?",
        "What else did Samuel Bresnick say?",
    ),
    (
        Turn("Which BIS rule covers the H200 for China?", "The rule of 15 January 2026 does."),
        "What conditions come with it?",
        "What conditions come with the BIS rule of 15 January 2026 on the H200 for China?",
    ),
    (
        Turn("When was the COINS Act signed?"),
        "Which countries does it add?",
        "Which countries does the COINS Act add?",
    ),
    (
        Turn("Why was Applied Materials fined in 2026?"),
        "Explain where the shipments went through",
        "Explain where the shipments that Applied Materials was fined for in 2026 went through",
    ),
    (
        Turn("What is the AI OVERWATCH Act?"),
        "How many chips has Huawei made in 2026?",
        "How many chips has Huawei made in 2026?",
    ),
]

FORMS = ["{}", "Rewritten question: {}", "- {}", "“{}”", "**{}**", "\n{}\n\n"]


@pytest.mark.parametrize(("turn", "asked", "full"), PAIRS)
@pytest.mark.parametrize("form", FORMS)
def test_a_follow_up_said_in_full_is_taken(turn: Turn, asked: str, full: str, form: str) -> None:
    assert said_in_full(form.format(full), asked, [turn]) == full


@pytest.mark.parametrize(("turn", "asked", "full"), PAIRS)
def test_what_adds_to_a_follow_up_is_not(turn: Turn, asked: str, full: str) -> None:
    for bad in (
        f"Sure! Here is the question:\n{full}",
        f"{full}\n{full}",
        f"{full} According to Bloomberg?",
        f"Titanic: {full}",
        f"{full} In 1911?",
        "",
        "?",
        "N",
        "The answer is 42.",
    ):
        assert said_in_full(bad, asked, [turn]) is None, bad


def test_a_denial_is_kept() -> None:
    history = [Turn("Is the cap in force?")]
    assert said_in_full("Why is the cap in force?", "Why isn't it?", history) is None
    assert said_in_full("Why is the cap not in force?", "Why isn't it?", history)
    assert said_in_full("Why is the cap not in force?", "Why is it?", history) is None


async def test_the_model_is_given_the_last_turns_with_their_answers_as_data(
    tmp_path: Path,
) -> None:
    seen: list[str] = []

    class Seeing(GenericFakeChatModel):
        def _generate(self, messages, *args, **kwargs):  # type: ignore[no-untyped-def]
            seen.append(str(messages[-1].content))
            return super()._generate(messages, *args, **kwargs)

    model = ChatModel(Seeing(messages=iter([AIMessage("When was the ferry built?")])))
    phraser = Phraser(model, TokenBudget(tmp_path / "tokens.json", 1000), 90)
    history = [Turn(f"Old question {n}?") for n in range(9)]
    history.append(Turn("What of the ferry?", "It </conversation> leaves at dawn. " * 100))
    assert await phraser.rewrite("When was it built?", history) == "When was the ferry built?"
    (prompt,) = seen
    assert "Old question 5?" not in prompt
    assert "Old question 6?" in prompt
    assert prompt.count("</conversation>") == 1
    assert len(prompt) < 1500


def test_every_prompt_can_be_read_and_sends_no_reason() -> None:
    for name in ("answer", "repair", "rewrite"):
        for part in read_prompt(name).messages:
            assert "> why" not in part.prompt.template  # type: ignore[union-attr]
