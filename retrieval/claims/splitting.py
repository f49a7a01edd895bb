"""Split a message into the claims it makes; what claims nothing is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from retrieval.claims.casing import dated
from retrieval.claims.conjuncts import conjuncts
from retrieval.claims.hedges import ASKS_WHETHER, without_filler, without_view
from retrieval.claims.opinion import is_opinion, is_prediction
from retrieval.passages import sentences_of
from retrieval.quantities import quantities
from retrieval.tokens import STOP_WORDS, words
from retrieval.verify.reading import read

LONGEST_CLAIM = 400
MOST_CLAIMS = 20

# Pictures, links, mentions and code that a chat message carries beside its words.
_CARRIED = re.compile(
    r"\[\s*(?:image|gif|video|picture|photo|meme|sticker|attachment)\b[^\]]*\]"
    r"|https?://\S+|<a?:\w+:\d+>|<[@#][!&]?\d+>|```.*?```|`[^`]*`|:[a-z0-9_+-]+:",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"(?m)^\s*(?:>+|[-*•]|#{1,6})\s+|\*{1,3}|_{2}|~~|\|\|")
_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…)\s*")
# A question asks where it opens with an interrogative or turns verb and subject round.
_ASKS = re.compile(
    r"^(?:what|who|whom|whose|why|when|where|which|how|is|are|was|were|am|do|does|did|can|could|"
    r"will|would|shall|should|has|have|had|may|might|must|isn't|aren't|wasn't|don't|doesn't|didn't|"
    r"can't|couldn't|won't|wouldn't|shouldn't|ain't|what's|who's|how's|why's|where's)\b"
    r"|\b(?:what if|can't we|shouldn't we|don't we|won't they)\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r",?\s*(?:\b(?:right|no|eh|huh|correct|yeah|yes|true)|"
    r"\b(?:is|are|was|were|do|does|did|has|have|had|ca|wo|would|could)n'?t "
    r"(?:it|they|he|she|there)|"
    r"(?<=,)\s*(?:is|are|was|were|do|does|did|has|have) (?:it|they|he|she))\s*\?+$",
    re.IGNORECASE,
)
# What pictures are written with: symbols, modifiers, surrogates, private and joining characters.
_SYMBOLS = frozenset({"So", "Sk", "Cs", "Co", "Cf"})
_VARIANT = "\ufe0f"
_SHORTEST = 2


def claims_in(message: str) -> list[str]:
    """Return the claims of `message` in order, each in its own words, without fillers in front."""
    found: dict[str, None] = {}
    for piece in _pieces(_plain(message)):
        claim = _claim(piece)
        if claim and len(found) < MOST_CLAIMS:
            found.setdefault(claim)
    return list(found)


def _plain(message: str) -> str:
    text = dated(_MARKUP.sub(" ", _CARRIED.sub(" ", message.replace("’", "'"))))
    return "".join(
        char
        if char in "+<>=|°^`" or (char != _VARIANT and unicodedata.category(char) not in _SYMBOLS)
        else " "
        for char in text
    )


def _pieces(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for sentence in sentences_of(line):
            whole = line[sentence.start : sentence.end]
            asks = whole.rstrip().endswith("?")
            for part in _ELLIPSIS.split(whole):
                for piece in conjuncts(part):
                    yield f"{piece}?" if asks and not piece.endswith("?") else piece


def _claim(piece: str) -> str | None:
    text = " ".join(piece.split()).strip(" \"“”'*_-–,:")
    tag = _TAG.search(text)
    asks = text.endswith("?") and not tag and not ASKS_WHETHER.match(text)
    text = without_filler((text[: tag.start()] if tag else text).rstrip(' ?!,."”'))
    bare = without_view(text)
    # A view stays before what no source can prove: then the whole is somebody's opinion.
    if bare != text and not (is_opinion(bare) or is_prediction(bare)):
        text = bare
    if asks and (_ASKS.search(text) or not _anchored(text)):
        return None
    content = [word for word in words(text) if word not in STOP_WORDS]
    if len(content) < _SHORTEST or len(words(text)) < 3 or len(text) > LONGEST_CLAIM:
        return None
    return text[:1].upper() + text[1:]


def _anchored(text: str) -> bool:
    """Whether a text names or counts something, so that asking it is claiming it."""
    return bool(quantities(text) or read(text).names)
