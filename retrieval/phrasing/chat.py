"""The chat model: any provider LangChain knows, or any OpenAI-compatible endpoint."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from retrieval.errors import SettingsError, reference_id
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_log = logging.getLogger(__name__)

# Seconds between two pieces of a reply, and for all of it; kept here, whatever a provider does
# with the time-out it is given.
PIECE_SECONDS = 20.0
REPLY_SECONDS = 60.0
# Characters a model may think aloud before its reply begins.
LONGEST_THOUGHT = 40_000
_OPEN, _CLOSE = "<think>", "</think>"
_PACKAGE = re.compile(r"pip install (?:-U )?[`'\"]?([\w-]+)")


class ChatFault(Exception):
    """The model gave no reply that can be used; its text says why, as the end of a sentence."""


class ChatModel:
    """Streams replies and counts their tokens; every fault of a provider is a `ChatFault`.

    Keeps nothing between replies: several may stream at once.
    """

    def __init__(self, model: BaseChatModel) -> None:
        """Talk to `model`."""
        self._model = model

    @classmethod
    def named(cls, settings: RetrievalSettings) -> ChatModel | None:
        """Return the model that the settings name, or None when they name none.

        Raises:
            SettingsError: the name is unknown, or its provider's package or key is missing.
        """
        if not settings.model:
            return None
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {"timeout": PIECE_SECONDS, "max_retries": 0}
        name = settings.model
        if settings.model_url:
            name = name.removeprefix("openai:")
            options |= {
                "model_provider": "openai",
                "base_url": settings.model_url,
                # A local endpoint needs no key, the client does.
                "api_key": settings.model_key or "none",
                "stream_usage": True,
            }
        elif settings.model_key:
            options["api_key"] = settings.model_key
        try:
            return cls(init_chat_model(name, **options))
        except ImportError as error:
            raise SettingsError(
                f'The chat model "{settings.model}" needs the Python package '
                f"{_package(error)}; install it, or unset CHOKEPOINT_MODEL."
            ) from error
        except Exception as error:
            raise SettingsError(
                f'The chat model "{settings.model}" can\'t be set up ({type(error).__name__}); '
                "write CHOKEPOINT_MODEL as provider:model, with the provider's key in its own "
                "variable, or set CHOKEPOINT_MODEL_URL for an OpenAI-compatible endpoint."
            ) from error

    async def stream(
        self, messages: Sequence[BaseMessage], spend: Callable[[int], None]
    ) -> AsyncGenerator[str, None]:
        """Yield the pieces of the reply to `messages` as they come.

        `spend` gets the tokens of this call once, however it ends: read, broken off or cancelled.

        Raises:
            ChatFault: the model can't be reached, refuses, breaks off or takes too long.
        """
        sent = sum(len(str(message.content)) for message in messages)
        received, counted = 0, 0
        thoughts = _Thoughts()
        try:
            # Typed as an iterator, but made by an async generator function in every provider.
            chunks = cast("AsyncGenerator[Any, None]", self._model.astream(list(messages)))
            async with aclosing(chunks), aclosing(_in_time(chunks)) as timed:
                async for chunk in timed:
                    usage = getattr(chunk, "usage_metadata", None) or {}
                    counted += usage.get("total_tokens") or 0
                    said = str(chunk.text)
                    received += len(said)
                    if piece := thoughts.without(said):
                        yield piece
        except ChatFault:
            raise
        except Exception as error:
            _log.warning("reference %s: chat model: %r", reference_id(), error)
            raise ChatFault(_reason(error)) from error
        finally:
            # Where the provider counts nothing: about four characters a token in English.
            spend(counted or (sent + received) // 4)

    async def try_out(self) -> None:
        """Ask for one letter, to see that the model answers at all.

        Raises:
            ChatFault: it doesn't.
        """
        from langchain_core.messages import HumanMessage

        asked = [HumanMessage("Answer with the letter N and nothing else.")]
        async with aclosing(self.stream(asked, lambda _: None)) as pieces:
            async for _ in pieces:
                return
        raise ChatFault("gives empty replies")


async def _in_time(chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
    """Yield `chunks`, each within `PIECE_SECONDS` and all within `REPLY_SECONDS`.

    The clock of a piece stands still while the reader has it.

    Raises:
        TimeoutError: one of them took longer.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + REPLY_SECONDS
    while True:
        try:
            async with asyncio.timeout_at(min(end, clock() + PIECE_SECONDS)):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk


class _Thoughts:
    """Leaves out what some open models think aloud, in <think> marks, before they reply."""

    def __init__(self) -> None:
        self._held: str | None = ""
        self._thought = 0

    def without(self, piece: str) -> str:
        """Return what of `piece`, with what was held back before it, is the reply.

        Raises:
            ChatFault: the thought doesn't end.
        """
        if self._held is None:
            return piece
        self._thought += len(piece)
        held = (self._held + piece).lstrip()
        if held.startswith(_OPEN):
            if self._thought > LONGEST_THOUGHT:
                raise ChatFault("did not come to an answer")
            _, closed, reply = held.partition(_CLOSE)
            # What may be the beginning of the end mark is all that has to be kept.
            self._held = None if closed else _OPEN + held[len(_OPEN) :][-len(_CLOSE) :]
            return reply if closed else ""
        if _OPEN.startswith(held):
            self._held = held
            return ""
        self._held = None
        return held


def _package(error: ImportError) -> str:
    """Return the package that an ImportError is about; LangChain names it in its text."""
    named = _PACKAGE.search(str(error))
    return named[1] if named else str(error.name or "of its provider").replace("_", "-")


def _reason(error: Exception) -> str:
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "took too long"
    if status == 429:
        return "is busy"
    if status in (401, 403):
        return "refuses the key"
    if status == 404:
        return "is not known at its address"
    return "failed" if isinstance(status, int) else "could not be reached"
