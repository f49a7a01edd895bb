"""What `doctor` finds of the chat model: set up, asked, and what to do when it doesn't answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.doctor import Finding, _model
from bot.settings import load_settings
from tests.scripted_model import EMPTY, ScriptedModel, serve_model

Look = Callable[..., Finding]


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return a function from settings to what is found, run in the folder of the test."""
    monkeypatch.chdir(tmp_path)

    def looked(online: bool = False, **variables: str) -> Finding:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return asyncio.run(_model(load_settings(data=tmp_path), online))

    return looked


@contextmanager
def served(*replies: str | int) -> Iterator[ScriptedModel]:
    """Serve the replies from a loop of its own, as another program would."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    serving = serve_model(*replies)
    model = asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result(10)
    try:
        yield model
    finally:
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def test_a_model_at_ones_own_address_is_asked(look: Look) -> None:
    with served("N") as model:
        finding = look(CHOKEPOINT_MODEL="llama", CHOKEPOINT_MODEL_URL=model.url)
        assert len(model.requests) == 1
    assert finding.verdict == "good"
    assert finding.text.endswith("answers")


@pytest.mark.parametrize(
    ("reply", "words"),
    [(401, "refuses the key"), (404, "not known"), (500, "failed"), (EMPTY, "empty replies")],
)
def test_a_model_that_does_not_answer_is_a_fault_with_a_remedy(
    look: Look, reply: str | int, words: str
) -> None:
    with served(reply) as model:
        finding = look(CHOKEPOINT_MODEL="llama", CHOKEPOINT_MODEL_URL=model.url)
    assert finding.verdict == "fault"
    assert words in finding.text
    assert "check the name in CHOKEPOINT_MODEL" in finding.text


def test_a_providers_model_is_asked_only_when_wanted(look: Look) -> None:
    finding = look(CHOKEPOINT_MODEL="openai:some-model", OPENAI_API_KEY="k")
    assert finding.verdict == "good"
    assert "--online" in finding.text


@pytest.mark.parametrize(
    ("variables", "verdict", "words"),
    [
        ({}, "good", "none"),
        ({"CHOKEPOINT_MODEL_URL": "http://127.0.0.1:1/v1"}, "fault", "name the model"),
        ({"CHOKEPOINT_MODEL": "cohere:command"}, "fault", "langchain-cohere"),
        ({"CHOKEPOINT_MODEL": "nobody:nothing"}, "fault", "provider:model"),
        (
            {
                "CHOKEPOINT_MODEL": "openai:m",
                "OPENAI_API_KEY": "k",
                "CHOKEPOINT_TOKENS_PER_DAY": "0",
            },
            "note",
            "is off",
        ),
    ],
)
def test_what_can_be_seen_without_asking(
    look: Look, variables: dict[str, str], verdict: str, words: str
) -> None:
    finding = look(**variables)
    assert finding.verdict == verdict
    assert words in finding.text
