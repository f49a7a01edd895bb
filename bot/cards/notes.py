"""The notices of an answer: the two that matter most in one line each, all of them on demand."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.cards.markdown import clip, clip_escaped, escape
from bot.cards.notice import CARE, notice
from bot.cards.phrases import Say
from retrieval.answer import Answer, NoticeKind

SHOWN = 2
LINE = 180
# The most important first: what is left out, what no longer holds, is disputed, may be old.
ORDER = (
    NoticeKind.MORE,
    NoticeKind.SUPERSEDED,
    NoticeKind.CONFLICT,
    NoticeKind.STALE,
    NoticeKind.FALLBACK,
    NoticeKind.UNREVIEWED,
)
NOTES_TEXT = 3500


def note_lines(answer: Answer) -> list[str]:
    """Return the most important notices, each in one short line that names sources by number."""
    return [f"-# ⚠️ {clip_escaped(_short(text, answer), LINE)}" for text in _texts(answer)[:SHOWN]]


def notes_folded(answer: Answer) -> bool:
    """Whether `note_lines` leaves something out."""
    texts = _texts(answer)
    return len(texts) > SHOWN or any(len(escape(_short(text, answer))) > LINE for text in texts)


def notes_card(answer: Answer, say: Say) -> ui.LayoutView:
    """Return all notices of an answer in full."""
    lines = [f"- {escape(clip(text, 600))}" for text in _texts(answer)]
    text = f"**{say('Please note')}**\n" + "\n".join(lines)
    return notice(clip(text, NOTES_TEXT), colour=CARE)


def add_notes(
    container: ui.Container[Any], answer: Answer, foot: str, button: ui.Item[Any] | None
) -> None:
    """Add the short lines and the foot; `button` opens the rest where something is folded."""
    lines = [*note_lines(answer), *([foot] if foot else [])]
    if not lines:
        return
    text = ui.TextDisplay[Any]("\n".join(lines))
    folded = button is not None and notes_folded(answer)
    container.add_item(ui.Section(text, accessory=button) if folded and button else text)


def _texts(answer: Answer) -> list[str]:
    ordered = sorted(answer.notices, key=lambda item: ORDER.index(item.kind))
    return list(dict.fromkeys(item.text for item in ordered))


def _short(text: str, answer: Answer) -> str:
    for source in answer.sources:
        text = text.replace(f"“{source.title}”", f"[{source.number}]")
    return text
