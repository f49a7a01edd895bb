"""What exactly a question asks for, and whether a sentence tells it.

`evidence.candidates` knows the broad kinds: a number, a date, a name, a place. Here are the finer
ones, on which the questions turn whose topic is there and whose fact is not: a share must be told
as a share, a price as money, an age in years, a depth in metres, and why by something like a cause;
"which judge" by a text that speaks of a judge, "how many licences" by one that speaks of licences,
and "what did X say" where X says something.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from retrieval.question import AUXILIARY_VERB, Intent, Question, names_in
from retrieval.tokens import STOP_WORDS, are_kin, terms

_PERCENT = re.compile(
    r"\b(?:what|which|how (?:large|big|high) an?)\s+(?:\w+\s+)?"
    r"(?:percent|share|proportion|fraction)|\bper ?cent(?:age)?\b",
    re.IGNORECASE,
)
_TELLS_PERCENT = re.compile(
    r"%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|tenths?|majority|double|all|none)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\bhow (?:long|old)\b|\bhow many (?:\w+ )?(?:years|months|weeks|days|hours|minutes)\b",
    re.IGNORECASE,
)
_TELLS_SPAN = re.compile(
    r"\b(?:(?:year|month|week|day|hour|minute|second|decade|centur)\w*|ages?|aged|born|until|"
    r"since|permanent\w*|indefinite\w*)\b",
    re.IGNORECASE,
)
# Of those that are no other word ("won", "real", "pound" of weight apart).
_CURRENCY = (
    r"dollars?|euros?|pounds?|pence|yuan|yen|cents?|francs?|kron(?:e|er|or|a|ur)|zloty(?:s|ch)?|"
    r"rupees?|roubles?|rubles?|pesos?|liras?|baht|ringgit|dirhams?|riyals?|dinars?|shekels?|"
    r"forints?|koruna|hryvnias?"
)
_MONEY = re.compile(
    r"\bhow much\b(?! of\b).*\b(?:money|dollars?|euros?|pounds?|yuan|yen|costs?|pay|pays|paid|"
    r"spend|spent|worth|earn|earned|charge|charged|invest|invested|raise|raised|revenue|sales|fined?|owed?)\b|"
    rf"\bhow many (?:\w+ )?(?:{_CURRENCY})\b(?! of\b)|"
    r"\bwhat (?:[\w'’-]+ ){0,4}?(?:prices?|costs?|salary|revenues?|budgets?|sum|profits?|income|"
    r"turnover)(?=\s*\?|\s+(?:did|do|does|is|are|was|were|has|have|had|will|would|of|for|in)\b)|"
    r"\bwhat (?:do|does|did) .+ (?:cost|earn)\b",
    re.IGNORECASE,
)
_TELLS_MONEY = re.compile(
    rf"[$€£¥]|\b(?:{_CURRENCY}|usd|eur|gbp|rmb|million|billion|trillion)\b|\d won\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:made|caused|led|prompted|brought|drove|forced)\b|"
    r"\b(?:for|on) what (?:reasons?|grounds)\b|"
    r"\bwhat (?:is|was|were|are) the (?:reasons?|causes?|grounds)\b",
    re.IGNORECASE,
)
# Loose: "rejected as too expensive", "jailed for fraud", "built to keep out", "fell after".
_TELLS_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|result(?:s|ed|ing)?|caus\w+|reasons?|so that|"
    r"explain\w*|therefore|thus|hence|motiv\w+|le(?:d|ads?) to|prompt\w+|forc\w+|in response|too|"
    r"so as|grounds?|in view of|given|fear\w*|concern\w*|as|for|after|following|amid|over|"
    r"to (?!(?:the|a|an|its|their|his|her|be)\b)[a-z]{3,})\b",
    re.IGNORECASE,
)

# Plain: what a text says of causes and of nothing else.
_TELLS_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result of|result(?:s|ed|ing)? from|reasons?|"
    r"caus(?:e[sd]?|ing)|blam(?:e[sd]?|ing)|attribut(?:e[sd]?|ing)|in response to|prompt(?:ed|s)|"
    r"cit(?:ed|es|ing)|on (?:the )?grounds?|in order to|so that|given that|fear(?:s|ed)?)\b",
    re.IGNORECASE,
)


def _measure(adjectives: str, nouns: str, units: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    asks = rf"\bhow (?:{adjectives})\b|\bwhat (?:is|was) the (?:[\w'’-]+ ){{0,2}}(?:{nouns})\b"
    return re.compile(asks, re.IGNORECASE), re.compile(rf"\d[\d,.]*[ -]?(?:{units})", re.IGNORECASE)


# What asks for a unit or a kind, and what tells it.
_UNITS = (
    (_PERCENT, _TELLS_PERCENT),
    (_SPAN, _TELLS_SPAN),
    (_MONEY, _TELLS_MONEY),
    (_REASON, _TELLS_REASON),
    _measure(
        "deep|tall|high|wide|far|thick|broad",
        "depth|height|width|distance|thickness|diameter",
        r"(?:[ckmn]?m|met(?:er|re)s?|feet|foot|ft|inch(?:es)?|yards?|miles?|mi|\w+met(?:er|re)s?|"
        r"stor(?:e?y|ies|eys))\b",
    ),
    _measure(
        "heavy", "weight|mass", r"(?:k?g|kilo\w*|pounds?|lbs?|tons?|tonnes?|ounces?|oz|grams?)\b"
    ),
    _measure(
        "fast", "speed|velocity|bandwidth",
        r"(?:km/h|mph|knots?|[a-z]+/s\b|[kmgt]bps\b|[a-z]+ (?:per|an?) (?:hour|second)|times)",
    ),
    _measure("hot|cold|warm", "temperature", r"(?:°|degrees?|celsius|fahrenheit|kelvin)"),
    (
        re.compile(r"\bhow (?:often|frequently)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:times?|every|daily|weekly|monthly|yearly|annual\w*|once|twice|rarely|seldom|"
            r"often|frequen\w*|always|never|per|each)\b",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip

_AUXILIARY = rf"(?:{AUXILIARY_VERB}|in|of|to|on|for|by|per|from|at|with|that|who|which|there)"
_RUN = r"((?:[\w'’.+-]+\s*){1,5})"
_COUNTED = re.compile(rf"\bhow (?:many|much)\s+{_RUN}", re.IGNORECASE)
# "Which" goes before a noun; "what" may go before a verb ("what replaced …"), unless an auxiliary
# follows what stands after it.
_SORTED = re.compile(
    rf"\bwhich\s+(?!of\b){_RUN}|\bwhat\s+(?=(?:[\w'’-]+\s+){{1,6}}?{AUXILIARY_VERB}\b){_RUN}",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:[^\Ws\d]s|people|men|women|children|feet)$", re.IGNORECASE)
# Nouns that sort nothing, or whose members go by their own names ("which company": "Nvidia").
_EMPTY = frozenset(
    terms(
        "way kind type sort thing part extent reason name number amount date day month year time "
        "company firm country state city place person people organisation organization agency "
        "expert analyst official group item one ones two three step exactly"
    )
)
_TOLD = re.compile(
    r"\bwhat (?:exactly )?(?:does|do|did|has|have)\b(.{1,60}?)\b(?:say|said|think|thought|believe|"
    r"argue|want|make of|recommend|expect|warn)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"[\"“”]|\b(?:sa(?:id|ys?|w)|sees|t(?:old|ells?)|call(?:ed|s)|argue[sd]?|warn(?:ed|s)|"
    r"th(?:inks?|ought)|found that|believe[sd]?|oppose[sd]?|support(?:ed|s)?|wrote|writes|"
    r"urge[sd]|ask(?:ed|s)|want(?:ed|s)?|put it|likened|judge[sd]|question(?:ed|s)|stat(?:ed|es)|"
    r"(?:criti|claim|descri|view|expect|recommend|predict|comment|announc|declar|favou?r|insist|"
    r"propos|demand|doubt|welcom|estimat|conced|admit|stress|reject|deni|denie)\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnswerType:
    """What one question asks for beyond its broad kind.

    `unit` matches a text that tells the unit asked for, `thing` is the stem of what is counted
    (of "how many dollars", the unit itself), `sort` holds the stems of the noun after "which" or
    "what", `speaker` those of the name whose bearer's words are asked for.
    """

    unit: re.Pattern[str] | None = None
    thing: str | None = None
    sort: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str, ...]:
        """The stems of what the answer must be about: the thing counted or the sort named."""
        return (self.thing,) if self.thing is not None and self.unit is None else self.sort

    def fits_unit(self, text: str) -> bool:
        """Whether `text` tells an amount in the unit asked for; true where none is."""
        return self.unit is None or self.unit.search(text) is not None

    def fits_subject(self, text: str, stems: Collection[str]) -> bool:
        """Whether a place speaks of the thing, the sort, or the speaker asked for.

        `text` is the sentence; `stems` are its own, those of the one before it and of the header.
        """
        if self.speaker and not self.fits_speaker(text, stems):
            return False
        return not self.subject or any(_holds(stems, stem) for stem in self.subject)

    def fits_money(self, text: str) -> bool:
        """Whether `text` tells an amount of money, if one is asked for."""
        return self.unit is not _TELLS_MONEY or self.fits_unit(text)

    def fits_speaker(self, text: str, stems: Collection[str]) -> bool:
        """Whether a sentence tells something that the speaker asked for says ("Greek": Greece)."""
        named = all(_holds(stems, stem) for stem in self.speaker)
        return named and _TELLING.search(text) is not None


# Every sentence found is held against it, so it is read once a question.
@lru_cache(maxsize=64)
def asked_for(question: Question) -> AnswerType:
    """Read what `question` asks for."""
    text = question.asked
    return AnswerType(
        unit=next((tells for asks, tells in _UNITS if asks.search(text)), None),
        thing=counted_thing(text),
        sort=() if question.wants(Intent.WHEN, Intent.WHERE, Intent.HOW_MANY) else _sort(text),
        # A follow-up's own words, with the capitals of names.
        speaker=_speaker(question.text.rpartition(" - ")[2]),
    )


def asks_reason(question: str) -> bool:
    """Whether a question asks why."""
    return _REASON.search(question) is not None


def tells_cause(text: str) -> bool:
    """Whether a text names a cause as one."""
    return _TELLS_CAUSE.search(text) is not None


def counted_thing(question: str) -> str | None:
    """Return the stem of what "how many …" or "how much …" counts, None for other questions."""
    match = _COUNTED.search(question)
    run = _noun_run(match.group(1)) if match else []
    plural = [word for word in run if _PLURAL.search(word)]
    stems = terms((plural or run)[0 if plural else -1]) if run else []
    return stems[-1] if stems else None


def _sort(question: str) -> tuple[str, ...]:
    """Return the stems of the noun that "which" or "what" goes with, at most two words of it."""
    match = _SORTED.search(question)
    if match is None:
        return ()
    run = _noun_run(match.group(1) or match.group(2))
    stems = terms(" ".join(word for word in run[:2] if not word.endswith("ed")))
    return () if not stems or stems[0] in _EMPTY else tuple(s for s in stems if s not in _EMPTY)


def _speaker(question: str) -> tuple[str, ...]:
    match = _TOLD.search(question)
    # Something before it: the first word of a text is no name for its capital alone.
    names = names_in(f"by {match.group(1)}") if match else []
    return names[0] if names else ()


def _noun_run(words: str) -> list[str]:
    run: list[str] = []
    for word in words.split():
        bare = word.strip(".,?!")
        if bare.casefold() in STOP_WORDS or re.fullmatch(_AUXILIARY, bare, re.IGNORECASE):
            break
        run.append(bare)
    return run


def _holds(stems: Collection[str], wanted: str) -> bool:
    return wanted in stems or any(are_kin(wanted, other) for other in stems)
