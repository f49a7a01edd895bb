"""A message's claims with a verdict each, in words, and the spans that decide it."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.cards.cited import add_sources, entries, numbers
from bot.cards.limits import MESSAGE_TEXT
from bot.cards.markdown import clip_escaped
from bot.cards.notice import CARE, GOOD, PLAIN
from bot.cards.phrases import Say
from bot.components.passage import Find
from retrieval.answer import Citation
from retrieval.claims import ClaimReport, ClaimVerdict, Verdict

CLAIM = 240
REASON = 240
# A span's characters when there is room, and the least it keeps.
SPAN, LEAST_SPAN = 260, 60
SPANS = 2
# Claims shown; a message rarely makes more.
CLAIMS = 6
SOURCES = 6
WORDS = {
    Verdict.SUPPORTED: "✅ Supported",
    Verdict.CONTRADICTED: "❌ Contradicted",
    Verdict.DISPUTED: "⚖️ Disputed",
    Verdict.OPINION: "💬 An opinion, not a fact to check",
    Verdict.ABSENT: "❔ Not in the corpus",
}
_CARE = (Verdict.CONTRADICTED, Verdict.DISPUTED)


def claims_card(report: ClaimReport, find: Find, say: Say) -> ui.LayoutView:
    """Return the message for a checked message; `find` looks a live document up by its id."""
    view = ui.LayoutView(timeout=None)
    if not report.claims:
        text = say("This message makes no claim that could be checked.")
        view.add_item(ui.Container(ui.TextDisplay(text), accent_colour=PLAIN))
        return view
    claims = report.claims[:CLAIMS]
    cited = [citation for claim in claims for citation in (*_deciding(claim), *_near(claim))]
    shown = {citation.source for citation in cited}
    sources = [
        entry for entry in entries(report.sources, cited, find, say) if entry.source.number in shown
    ]
    lines = [entry.full if len(sources) <= SOURCES else entry.short for entry in sources]
    room = MESSAGE_TEXT - sum(map(len, lines)) - 300
    span = SPAN
    while len(blocks := _blocks(claims, span, say)) > room and span > LEAST_SPAN:
        span -= 40
    if len(blocks) > room:
        blocks = _blocks(claims, 0, say)
    foot = [say("… and {number} more", number=len(report.claims) - CLAIMS)] * (
        len(report.claims) > CLAIMS
    )
    if report.as_of:
        foot.append(say("As of {date}", date=say.date(report.as_of)))
    care = any(claim.verdict in _CARE for claim in claims)
    container = ui.Container[ui.LayoutView](
        ui.TextDisplay(blocks),
        accent_colour=CARE if care else GOOD if report.decided else PLAIN,
    )
    if sources:
        container.add_item(ui.Separator())
        add_sources(container, sources, lines, say, SOURCES)
    if foot:
        container.add_item(ui.TextDisplay(f"-# {' · '.join(foot)}"))
    view.add_item(container)
    return view


def _blocks(claims: Sequence[ClaimVerdict], span: int, say: Say) -> str:
    return "\n\n".join(_block(claim, span, say) for claim in claims)


def _block(claim: ClaimVerdict, span: int, say: Say) -> str:
    lines = [
        f"**“{clip_escaped(' '.join(claim.claim.split()), CLAIM)}”**",
        f"**{say(WORDS[claim.verdict])}** · {clip_escaped(claim.reason, REASON)}",
    ]
    for citation in _deciding(claim) if span else ():
        against = citation in claim.contradicting
        word = say("says otherwise") if against else say("says so")
        words = clip_escaped(" ".join(citation.quote.split()), span)
        lines.append(f"> {words} {numbers([citation])} ({word})")
    if span and claim.nearest:
        # The words that the answer's card uses for the same thing.
        lines.append(f"-# {say('The nearest passages, which may or may not help:')}")
        lines += [
            f"> {clip_escaped(' '.join(citation.quote.split()), span)} {numbers([citation])}"
            for citation in _near(claim)
        ]
    if not span and claim.citations:
        lines[-1] += f" {numbers(_deciding(claim))}"
    return "\n".join(lines)


def _near(claim: ClaimVerdict) -> tuple[Citation, ...]:
    """Return the spans shown for a claim that nothing decides."""
    return claim.nearest[:SPANS]


def _deciding(claim: ClaimVerdict) -> tuple[Citation, ...]:
    """Return the first spans on each side."""
    sided = claim.verdict is Verdict.DISPUTED
    each = 1 if sided else SPANS
    return (*claim.contradicting[:each], *claim.supporting[:each])
