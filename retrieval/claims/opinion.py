"""Whether a claim is a judgement, a wish or a forecast, which no source can prove."""

from __future__ import annotations

import re

from retrieval.quantities import quantities
from retrieval.verify.moments import moments
from retrieval.verify.reading import read

_JUDGEMENT = re.compile(
    r"\b(?:i|we|my|our|me|imo|imho)\b.*\b(?:think|feel|believe|guess|bet|hope|wish|"
    r"love|hate|reckon|"
    r"doubt|opinion|view|hyped|worried|excited|concerned|concerns|sure|like)\b"
    r"|^no way\b|^i\b|\b(?:i'm|i've|i'd|i'll)\b|\b(?:most|\w+est)\b.*\bever\b"
    r"|\b(?:best|worst|better off|good|bad|great|terrible|horrible|awful|amazing|"
    r"awesome|crazy|insane|"
    r"wild|stupid|dumb|smart|brilliant|genius|silly|ridiculous|absurd|pathetic|shameful|"
    r"disgrace\w*|disaster|disastrous|mess|messy|messed up|joke|win-win|no-brainer|"
    r"unfair|fair|wise|"
    r"foolish|reckless|naive|evil|scary|sad|shame|lame|cool|nice|beautiful|overrated|underrated|"
    r"worthless|pointless|useless|hypocri\w+|betray\w*|sellout|sell-out|mistake|blunder|idiot\w*|"
    r"clown\w*|garbage|trash|sucks?|strangle\w*|whiplash|ideal|super|chill)\b"
    r"|\b(?:should|shouldn't|ought|deserve[sd]?|hopefully|unfortunately|sadly|thankfully)\b"
    r"|\b(?:makes? (?:no |any )?sense|a matter of taste|who cares|"
    r"(?:is|are|was|were) (?:\w+ )?(?:right|wrong) (?:about|to)|keys to the kingdom|free pass)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?:gonna|going to (?!the\b|(?-i:[A-Z]))|bound to|sure to|doomed|"
    r"will (?:never|always|surely|eventually|inevitably|"
    r"probably|definitely|win|lose|dominate|collapse|destroy|ruin|rule|regret|catch up|end up)|"
    r"end up|in the long run|some ?day|take over|only time|sooner or later)\b",
    re.IGNORECASE,
)
_LIKENING = re.compile(
    r"^(?:it|that|this)(?:'s| is| was| feels| sounds| looks)?(?: just| kind of| sort of)? like\b|"
    r"\b(?:like (?:a|an|giving|watching|handing)|feels? like|as if)\b",
    re.IGNORECASE,
)

# Behind "I think" these foresee or weigh: "… will pass", "… works".
_FORESEEING = re.compile(
    r"\b(?:will|won't|might|could|(?:is|are) going to)\b|"
    r"\b(?:work(?:s|ed)?|matter(?:s|ed)?|fail(?:s|ed)?|backfir(?:es?|ed))\W*$",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"\b(?:said|says|called|calls|argued|argues|told|described|describes|warned|warns|thinks|"
    r"believes|claimed|claims|wrote|writes)\b"
)


def is_opinion(claim: str) -> bool:
    """Whether `claim` can't be checked: it judges, wishes, likens or forecasts.

    A number or a date makes it checkable in spite of the wording, and so does a name that it
    gives as the one whose judgement it is.
    """
    voice = _VOICE.search(claim)
    if voice and any(name.end <= voice.start() for name in read(claim).names):
        return False
    if quantities(claim) or moments(claim):
        return False
    return any(pattern.search(claim) for pattern in (_JUDGEMENT, _FORECAST, _LIKENING))


def is_prediction(claim: str) -> bool:
    """Whether what somebody says they think is foreseen or weighed: no source has it yet."""
    return bool(_FORESEEING.search(claim)) and not (quantities(claim) or moments(claim))
