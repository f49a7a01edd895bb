"""The chat model: any provider LangChain knows, or any OpenAI-compatible endpoint."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, Any

from retrieval.errors import SettingsError, reference_id
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_log = logging.getLogger(__name__)

# Seconds between two pieces of a reply, and for all of it.
PIECE_SECONDS = 20.0
REPLY_SECONDS = 60.0


class ChatFault(Exception):
    """The model gave no reply that can be used; its text says why, as the end of a sentence."""


class ChatModel:
    """Streams replies and counts their tokens; every fault of a provider is a `ChatFault`."""

    def __init__(self, model: BaseChatModel) -> None:
        """Talk to `model`."""
        self._model = model
        self.tokens = 0

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
                f"{str(error.name or 'of its provider').replace('_', '-')}; install it, or unset "
                "CHOKEPOINT_MODEL."
            ) from error
        except Exception as error:
            raise SettingsError(
                f'The chat model "{settings.model}" can\'t be set up ({type(error).__name__}); '
                "write CHOKEPOINT_MODEL as provider:model, with the provider's key in its own "
                "variable, or set CHOKEPOINT_MODEL_URL for an OpenAI-compatible endpoint."
            ) from error

    async def stream(self, messages: Sequence[BaseMessage]) -> AsyncGenerator[str, None]:
        """Yield the pieces of the reply to `messages` as they come.

        Raises:
            ChatFault: the model can't be reached, refuses, breaks off or takes too long.
        """
        sent = sum(len(str(message.content)) for message in messages)
        received, counted = 0, 0
        try:
            async with asyncio.timeout(REPLY_SECONDS):
                async for chunk in self._model.astream(list(messages)):
                    usage = getattr(chunk, "usage_metadata", None)
                    counted += usage["total_tokens"] if usage else 0
                    piece = str(chunk.text)
                    received += len(piece)
                    if piece:
                        yield piece
        except ChatFault:
            raise
        except Exception as error:
            _log.warning("reference %s: chat model: %r", reference_id(), error)
            raise ChatFault(_reason(error)) from error
        finally:
            # Where the provider counts nothing: about four characters a token in English.
            self.tokens += counted or (sent + received) // 4


def _reason(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "took too long"
    if status == 429:
        return "is busy"
    if status in (401, 403):
        return "refuses the key"
    return "could not be reached" if status is None else "failed"
