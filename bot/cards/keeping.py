"""What moderators see of single documents, and of the versions of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.cards.corpus import answered_lines
from bot.cards.markdown import clip, escape
from bot.cards.notice import CARE, GOOD, PLAIN, notice
from bot.cards.phrases import Say
from retrieval.documents import Document
from retrieval.librarian import GenerationRecord, Preview, ReloadReport, Removed

Rows = Sequence[ui.ActionRow[Any]]
PASSAGES_SHOWN = 4
PASSAGE_TEXT = 500
ENTRIES_SHOWN = 20
DIFFERENCE = 700
CONTEXT = 80
STATES = {"live": "live", "held": "held back", "kept": "kept"}
# What a history or the audit log calls what was done.
ACTS = {
    word: word
    for word in (
        "build", "reload", "rollback", "activate", "discard", "add", "edit", "remove", "restore",
        "feed add", "feed remove", "accept", "reject", "schedule", "config", "close gap", "export",
        "endorsed", "corrected", "hidden", "withdraw review",
    )
}  # fmt: skip
CHANGEABLE = (
    "title", "kind", "publisher", "author", "published", "url", "topics", "status", "effective",
    "supersedes", "superseded_by", "conflicts_with", "aliases", "license",
)  # fmt: skip


def preview_card(preview: Preview, say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return a document as it would be kept, with its first passages."""
    document = preview.document
    lines = [
        f"**{say('Preview: nothing is added yet')}**",
        *_facts(document, say),
        say.many("{number} passage:", "{number} passages; the first ones:", len(preview.passages)),
    ]
    for passage in preview.passages[:PASSAGES_SHOWN]:
        text = escape(clip(" ".join(passage.text.split()), PASSAGE_TEXT))
        lines.append(f"> {text}")
    return notice(*lines, colour=CARE, rows=rows)


def changes_card(old: Document, preview: Preview, say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return what would change of a document: its facts, and where its text differs."""
    new = preview.document
    lines = [f"**{say('Preview: nothing is changed yet')}**", escape(clip(old.title, 200))]
    for name in CHANGEABLE:
        before, after = (_shown(getattr(document, name)) for document in (old, new))
        if before != after:
            missing = say("not stated")
            was, now = (escape(clip(value or missing, 150)) for value in (before, after))
            lines.append(f"{name.replace('_', ' ')}: {was} → {now}")
    if old.text == new.text:
        lines.append(say("The text stays as it is."))
    else:
        lengths = {"before": f"{len(old.text):,}", "after": f"{len(new.text):,}"}
        lines.append(say("The text changes ({before} → {after} characters), here:", **lengths))
        for sign, text in zip("−+", differing(old.text, new.text), strict=True):
            lines.append(f"> {sign} {escape(clip(' '.join(text.split()), DIFFERENCE))}")
    return notice(*lines, colour=CARE, rows=rows)


def differing(old: str, new: str) -> tuple[str, str]:
    """Return the stretches from the first difference to the last, with a little of what is around.

    That is the rest of the line on both sides, or CONTEXT characters of it.
    """
    same = _alike(old, new)
    start = max(old.rfind("\n", 0, same) + 1, same - CONTEXT)
    tail = _alike(old[same:][::-1], new[same:][::-1])
    after = old[len(old) - tail :].partition("\n")[0][:CONTEXT]
    cut = tail - len(after)
    return old[start : len(old) - cut], new[start : len(new) - cut]


def _alike(one: str, other: str) -> int:
    """Return how many characters both begin with; halving, for a text may have a million."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def edit_card(
    document: Document, report: ReloadReport | None, say: Say, rows: Rows = ()
) -> ui.LayoutView:
    """Return how a text that is too long for one form can be changed; and what just was."""
    done = [f"**{say('Changed: {title}', title=escape(clip(document.title, 200)))}**"]
    lines = [
        *(done if report else [f"**{escape(clip(document.title, 200))}**"]),
        say(
            "The text has {number} characters, more than a form takes. Choose the part to change; "
            "the rest stays as it is.",
            number=f"{len(document.text):,}",
        ),
        say("Or get the file, change it, and give it to /corpus edit."),
    ]
    return notice(*lines, colour=GOOD if report else PLAIN, rows=rows)


def _facts(document: Document, say: Say) -> list[str]:
    missing = say("not stated")
    day = say.date(str(document.published)) if document.published else missing
    return [
        f"{say('Title')}: {escape(clip(document.title, 200))}",
        f"{say('Outlet')}: {escape(clip(document.publisher or missing, 100))}",
        f"{say('Author')}: {escape(clip(document.author or missing, 100))}",
        f"{say('Date')}: {day}",
        f"{say('Address')}: {escape(clip(document.url or missing, 200))}",
    ]


def kept_card(report: ReloadReport, title: str, say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return that one document was added, changed, removed or restored."""
    done = say("Added") if report.added else say("Removed") if report.removed else say("Changed")
    ids = (*report.added, *report.removed, *report.changed)
    return notice(
        f"**{done}: {escape(clip(title, 200))}**",
        ", ".join(f"`{clip(id_, 100)}`" for id_ in ids[:5]),
        say.many(
            "{number} document is live; it took {seconds} s.",
            "{number} documents are live; it took {seconds} s.",
            report.documents,
            seconds=f"{report.seconds:.1f}",
        ),
        *answered_lines(report.answered, say),
        colour=GOOD,
        rows=rows,
    )


def removed_card(removed: Sequence[Removed], say: Say) -> ui.LayoutView:
    """Return what can be restored."""
    lines = [f"**{say('Removed documents')} ({len(removed)})**"]
    lines += [
        f"- {escape(clip(item.title, 100))} · `{clip(item.document, 80)}` · {ago(item.at)} · "
        f"{escape(clip(item.by, 40))}"
        for item in removed[:ENTRIES_SHOWN]
    ]
    return notice(*lines)


def history_card(records: Sequence[GenerationRecord], say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return the generations: when, by whom, what changed, how right they were."""
    lines = [f"**{say('History')}**"]
    for number, record in enumerate(records, start=1):
        origin = record.origin
        correct = dict(origin.figures).get("correct")
        lines += [
            f"**{number}. {ago(record.built_at)} · {say(STATES[record.state])}**",
            f"{say(ACTS.get(origin.act, origin.act))} {escape(clip(origin.subject, 80))} · "
            f"{escape(clip(origin.by or say('somebody'), 40))} · "
            + say.many("{number} document", "{number} documents", record.documents)
            + f" (+{len(origin.added)} ~{len(origin.changed)} −{len(origin.removed)})"
            + (f" · {say('right in full')} {correct:.1%}" if correct is not None else ""),
        ]
    return notice(*lines, rows=rows)


def ago(moment: str) -> str:
    """Return an ISO 8601 moment as Discord shows it: how long ago, in the reader's language."""
    return f"<t:{int(datetime.fromisoformat(moment).timestamp())}:R>"
