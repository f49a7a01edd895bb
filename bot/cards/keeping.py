"""What moderators see of single documents, generations, feeds, gaps and reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.cards.corpus import answered_lines
from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip, clip_escaped, escape, link
from bot.cards.notice import CARE, GOOD, PLAIN, notice
from bot.cards.phrases import Say
from bot.gaps import Gap
from bot.moderation import Report
from bot.store import AuditEntry, Feed, GuildConfig, Item, Review, ReviewVerdict
from retrieval.documents import Document
from retrieval.librarian import GenerationRecord, Preview, ReloadReport, Removed

Rows = Sequence[ui.ActionRow[Any]]
PASSAGES_SHOWN = 4
PASSAGE_TEXT = 500
# Each takes three of the 40 components of a message; the box, its heading and a menu take four.
GAPS_SHOWN = 12
ENTRIES_SHOWN = 20
DIFFERENCE = 700
CONTEXT = 80
FEEDS_SHOWN = 20
REASONS_SHOWN = 5
VERDICTS = {
    ReviewVerdict.ENDORSED: "endorsed",
    ReviewVerdict.CORRECTED: "corrected",
    ReviewVerdict.HIDDEN: "hidden",
}
STATES = {"live": "live", "held": "held back", "kept": "kept"}
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
        say("{number} passages; the first ones:", number=len(preview.passages)),
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
        say(
            "{documents} documents are live; {encoded} passages were encoded in {seconds} s.",
            documents=report.documents,
            encoded=report.encoded,
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
        f"- {escape(clip(item.title, 100))} · `{clip(item.document, 80)}` · {_time(item.at)} · "
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
            f"**{number}. {_time(record.built_at)} · {say(STATES[record.state])}**",
            f"{origin.act} {escape(clip(origin.subject, 80))} · "
            f"{escape(clip(origin.by or say('somebody'), 40))} · "
            + say("{number} documents", number=record.documents)
            + f" (+{len(origin.added)} ~{len(origin.changed)} −{len(origin.removed)})"
            + (f" · {say('right in full')} {correct:.1%}" if correct is not None else ""),
        ]
    return notice(*lines, rows=rows)


def feeds_card(feeds: Sequence[Feed], hours: float, say: Say) -> ui.LayoutView:
    """Return what is watched, how often, how the last fetch went and when the next is."""
    lines = [
        f"**{say('Feeds')} ({len(feeds)})**",
        say("Each feed is fetched about every {hours} hours.", hours=f"{hours:g}"),
    ]
    for feed in feeds[:FEEDS_SHOWN]:
        state = say("trusted") if feed.trusted else say("reviewed")
        times = []
        if feed.fetched_at:
            times.append(say("fetched {time}", time=_time(feed.fetched_at.isoformat())))
        if feed.next_at:
            times.append(say("again {time}", time=_time(feed.next_at.isoformat())))
        # A number with a full stop would begin a list, which counts on by itself.
        title = f"**{feed.id}** {escape(clip(feed.title, 100))}"
        lines.append(" · ".join((title, state, *times)))
        if feed.fault:
            lines.append(f"-# {escape(clip(feed.fault, 200))}")
    if not feeds:
        lines.append(say("None yet; add one with /corpus feeds add."))
    return notice(*lines)


def item_card(item: Item | None, waiting: int, say: Say, rows: Rows = ()) -> ui.LayoutView:
    """Return one item of the queue, and how many wait."""
    if item is None:
        return notice(say("The queue is empty."), colour=GOOD)
    known = [escape(clip(item.publisher, 80))] if item.publisher else []
    known += [say.date(item.published)] if item.published else []
    return notice(
        f"**{say('In the queue: {number}', number=waiting)}**",
        link(f"**{escape(clip(item.title, 200))}**", item.url),
        " · ".join(known),
        escape(clip(item.summary, 500)),
        colour=PLAIN,
        rows=rows,
    )


def gaps_card(
    gaps: Sequence[Gap], say: Say, button: Callable[[Gap], ui.Item[Any]], rows: Rows = ()
) -> ui.LayoutView:
    """Return what was asked and not answered well, the most frequent first, each with a button."""
    if not gaps:
        return notice(say("No question was left open."), colour=GOOD)
    view = ui.LayoutView(timeout=None)
    container = ui.Container[ui.LayoutView](accent_colour=PLAIN)
    container.add_item(ui.TextDisplay(f"**{say('Questions left open')} ({len(gaps)})**"))
    for gap in gaps[:GAPS_SHOWN]:
        line = (
            f"{len(gap.answers)}× {clip_escaped(gap.question, 200)} · "
            f"{_time(gap.answers[0].at.isoformat())}"
        )
        container.add_item(ui.Section(ui.TextDisplay(line), accessory=button(gap)))
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    return view


def review_card(
    report: Report | None,
    waiting: int,
    say: Say,
    rows: Rows = (),
    decided: Review | None = None,
) -> ui.LayoutView:
    """Return an answer that somebody reported, why, how many there are, and the last decision."""
    last = []
    if decided:
        question = escape(clip(decided.question, 200))
        verdict = say(VERDICTS[decided.verdict])
        last.append(f"-# {say('{question}: {verdict}', question=question, verdict=verdict)}")
    if report is None:
        return notice(say("No answer was reported."), *last, colour=GOOD, rows=rows)
    answer = report.kept
    text = "\n".join(statement.text for statement in answer.answer.statements)
    return notice(
        f"**{say('Reported answers: {number}', number=waiting)}**",
        f"**{escape(clip(answer.answer.question, 300))}**",
        escape(clip(text or say("The corpus did not hold the answer."), MESSAGE_TEXT // 3)),
        say(
            "Found unhelpful by {number}, {time}",
            number=report.votes,
            time=_time(answer.at.isoformat()),
        ),
        *(
            f"> {escape(clip(' '.join(reason.split()), 200))}"
            for reason in report.reasons[:REASONS_SHOWN]
        ),
        *last,
        colour=CARE,
        rows=rows,
    )


def audit_card(entries: Sequence[AuditEntry], say: Say) -> ui.LayoutView:
    """Return who did what, when, and how it ended."""
    lines = [f"**{say('Audit log')}**"]
    lines += [
        f"{_time(entry.at.isoformat())} {escape(clip(entry.actor.name, 40))}: {entry.act} "
        f"{escape(clip(entry.subject, 60))} · {escape(clip(entry.outcome, 60))}"
        for entry in entries[:ENTRIES_SHOWN]
    ]
    return notice(*lines)


def config_card(config: GuildConfig, say: Say) -> ui.LayoutView:
    """Return a server's settings."""

    def channels(ids: Sequence[int]) -> str:
        return ", ".join(f"<#{id_}>" for id_ in ids)

    return notice(
        f"**{say('Settings of this server')}**",
        f"{say('Channels')}: {channels(config.allowed_channels) or say('all')}",
        f"{say('Answered without being asked')}: {channels(config.auto_channels) or say('none')}",
        f"{say('Moderators')}: "
        + (f"<@&{config.moderator_role}>" if config.moderator_role else say("Manage Server")),
        f"{say('Seconds between questions')}: {config.user_cooldown:g} · "
        f"{config.channel_cooldown:g} · {config.guild_cooldown:g}",
        f"{say('Questions for people go to')}: "
        + (f"<#{config.human_channel}>" if config.human_channel else say("nowhere")),
        f"{say('Mark answers that nobody reviewed')}: "
        + (say("yes") if config.label_unreviewed else say("no")),
    )


def _time(moment: str) -> str:
    return f"<t:{int(datetime.fromisoformat(moment).timestamp())}:R>"
