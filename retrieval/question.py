"""Understand a question: what it names, which kind of answer it wants, and its parts.

Nothing here knows a dataset or a topic: names come from the corpus's own gazetteer, the rest from
the words in which English asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from retrieval.dates import DateMention, date_mentions, mentions_from
from retrieval.errors import QuestionError
from retrieval.gazetteer import Gazetteer, NameMatch
from retrieval.parts import Part, parts_of
from retrieval.tokens import TOKEN, terms, undotted, words

LONGEST_QUESTION = 2000


class Intent(StrEnum):
    """What kind of answer a question wants; several can hold at once."""

    HOW_MANY = "how_many"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    WHO_SAID = "who_said"
    STATUS = "status"
    COMPARE = "compare"
    TIMELINE = "timeline"
    SIDES = "sides"
    DEFINE = "define"
    PRESENT = "present"


_SAYING = (
    r"(?:said|says?|saying|called|calls?|argue[sd]?|think[s]?|thought|believe[sd]?|warn(?:ed|s)?|"
    r"oppose[sd]?|support(?:ed|s)?|criticis|criticiz|view[s]?|opinion|position|stance|comment|"
    r"claim(?:ed|s)?|want(?:ed|s)?|expect(?:ed|s)?|recommend)"
)
# As a pattern: the verbs that English asks by.
AUXILIARY_VERB = (
    r"(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|may|might|must|should)"
)
_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern, re.IGNORECASE))
    for intent, pattern in (
        (
            Intent.HOW_MANY,
            r"\bhow (?:many|much|large|big|long|high|far|old|fast|wide|deep|tall|heavy|thick)\b|"
            r"\bwhat (?:share|percent|percentage|number|amount|rate|price|cost|cut|cap|"
            r"threshold|vote|margin|fee|fine|sum|size|proportion)\b|"
            r"\bwhat (?:is|was|were|are) the (?:[\w'’-]+ ){0,3}"
            r"(?:rate|number|share|percentage|amount|price|cost|cap|threshold|vote|margin|fee|fine|"
            r"penalty|value|population|total|limit)\b|\bwhat (?:do|does|did) .{1,60}\bcost\b",
        ),
        (
            Intent.WHEN,
            rf"\bwhen\s+(?:exactly )?{AUXILIARY_VERB}\b|\bwhen\s*\??$|\b(?:since|until) when\b|"
            r"\b(?:what|which|on what) (?:date|day|month|"
            r"year|decade|century|time)\b|\bhow long ago\b|\bdeadline\b",
        ),
        (
            Intent.WHO,
            # Not a name ("Doctor Who").
            r"(?:^|[,;:.?!])\W*who(?:m|se)?\b|\b(?-i:who(?:m|se)?)\b|"
            r"\b(?:which|what) (?:\w+ )?(?:compan(?:y|ies)|firms?|persons?|people|"
            r"individuals?|organi[sz]ations?|countr(?:y|ies)|agenc(?:y|ies)|officials?|senators?|"
            r"congress(?:man|woman|men|women)|representatives?|lawmakers?|politicians?|ministers?|"
            r"judges?|executives?|authors?|scientists?|"
            r"think tanks?|experts?|players?|teams?|outlets?|actors?|leaders?)\b",
        ),
        (
            Intent.WHERE,
            r"\bwhere\b|\b(?:in|to|from) (?:which|what) (?:city|country|state|place|"
            r"region|town|province)\b",
        ),
        (
            Intent.WHO_SAID,
            rf"\bwho\b.{{0,40}}\b{_SAYING}|"
            r"\bwhat (?:else |more )?(?:does|do|did|has|have)\b.{1,60}\b(?:say|said|think|"
            r"thought|believe|argue|want|make of|recommend|expect|warn)\b|\b(?:opinion|view|"
            r"position|stance|words) of\b|\bquote\b|\baccording to whom\b|\bhow (?:does|do|did) "
            r"\w+(?: \w+){0,3} (?:see|view|judge)\b",
        ),
        (
            Intent.STATUS,
            r"\bin (?:force|effect)\b|\bstill\b|\bcurrent(?:ly)?\b|\bnow\b|\btoday\b|"
            r"\bstatus of\b|\bstatus\W*$|\bstate of\b|"
            r"\b(?:has|have) .{1,80}\b(?:passed|become law|been (?:passed|adopted|repealed|"
            r"rescinded|suspended|withdrawn|lifted|replaced|enacted|enforced))\b|"
            r"\bdid .{1,80}\b(?:pass|become law|take effect)\b|\bat the moment\b|"
            r"\b(?:is|are) .{1,60}\b(?:law|legal|allowed|banned|active|valid|applicable|rescinded|"
            r"suspended|enforced|binding|dead|gone|over)\b",
        ),
        (
            Intent.COMPARE,
            r"\bwhile\b|\bwhereas\b|\bcompare[ds]?\b|\bcompar(?:ing|ison)\b|\bdiffer(?:s|ence|ences|"
            r"ent)?\b|\bversus\b|\bvs\.?\b|\bbetween\b.{1,80}\band\b|\bboth\b|\bor\b.{1,40}\bfirst\b",
        ),
        (
            Intent.TIMELINE,
            r"\btimeline\b(?! (?:is|was)\b)|\bin order\b(?! (?:to|that|for)\b)|\bchronolog|"
            r"\bhistory of\b|\bsequence of\b|\blist the\b.*\bdates\b|"
            r"\bhow did .{1,80}\b(?:develop|evolve|unfold|change)\b|\bstep by step\b|"
            r"^\W*what(?:'s|s| is| has| was)? (?:(?:been )?happen(?:ed|ing)|going on|the story) "
            r"(?:with|to|of|around) (?:the )?(?:[\w'’.-]+\W*){1,3}$",
        ),
        (
            Intent.SIDES,
            r"\bboth sides\b|\bfor and against\b|\bpros and cons\b|\bwho (?:opposes?|supports?|"
            r"favou?rs?|criticis|criticiz)|\b(?:critics|supporters|opponents|proponents)\b|"
            r"\b(?:do|does) .{0,40}\b(?:sources|reports|experts|outlets)\b.{0,20}\b(?:agree|differ|"
            r"disagree)\b|\barguments?\b",
        ),
        (
            Intent.DEFINE,
            r"^\s*(?:what (?:is|are)|define|explain|meaning of)\b"
            r"(?!.*\b(?:rate|number|share)\b).{1,60}\b(?:to me)?\s*[?.!]*\s*$|"
            r"^\s*what (?:does|do) .{1,60}\b(?:mean|stand for|do|cover)\s*\??\s*$",
        ),
    )
)
_PAST = re.compile(
    r"\b(?:was|were|did|had|before|originally|first|initially|used to|in (?:19|20)\d\d|until)\b",
    re.IGNORECASE,
)
_ELLIPTICAL = re.compile(
    r"^\s*(?:and|but|so|also|or|then|what about|how about|why not|why|since when|until when)\b"
    r"|\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|there|one|ones|"
    r"the (?:rule|law|bill|act|deal|ban|measure|order|company|firm|chip|chips|decision|same|"
    r"other|others|case|court|vote|policy|licen[cs]es?|exception|pause|plan))\b",
    re.IGNORECASE,
)

_ASKING = re.compile(
    r"\s*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|"
    r"had|can|could|may|might|will|would|should|give|list|name|tell|show|put|explain|describe|"
    r"define|compare|summari[sz]e|write|find|quote)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation, and the answer's text if it is at hand."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the asker allows as a source; None allows all. Dates are those of publication."""

    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    expert: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    `text` is what is searched: a follow-up is filled in, a slip of spelling corrected, and names
    have the capitals that the corpus gives them.
    """

    asked: str
    text: str
    stems: tuple[str, ...]
    intents: frozenset[Intent]
    outlets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    numbers: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    documents: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def wants(self, *intents: Intent) -> bool:
        """Whether the question has any of `intents`."""
        return any(intent in self.intents for intent in intents)


def checked(text: str) -> str:
    """Return the question without outer white space.

    Raises:
        QuestionError: it is empty, has no letter or digit, or is over 2,000 characters.
    """
    text = text.strip()
    if not any(char.isalnum() for char in text):
        raise QuestionError("The question is empty; type what you want to know.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            "The question has {number} characters; shorten it to {most}.",
            number=f"{len(text):,}",
            most=f"{LONGEST_QUESTION:,}",
        )
    return text


def understand(
    text: str, gazetteer: Gazetteer, history: Sequence[Turn] = (), today: str | None = None
) -> Question:
    """Read `text` against the corpus's names; `history` fills in what a follow-up leaves out.

    With `today` (ISO 8601) "last year" is read as a date.
    """
    asked = checked(text)
    own = gazetteer.spelling.corrected(asked)
    full = gazetteer.spelling.corrected(in_full(asked, history))
    # Who writes one name with its capital means what else is written small.
    cased = full if names_in(full) else gazetteer.casing.restored(full)
    tokens = words(full)
    intents = {intent for intent, pattern in _INTENTS if pattern.search(own)}
    dates = mentions_from(full, date.fromisoformat(today)) if today else date_mentions(full)
    if not dates and (Intent.STATUS in intents or not _PAST.search(asked)):
        intents.add(Intent.PRESENT)
    return Question(
        asked=asked,
        text=cased,
        stems=tuple(terms(full)),
        intents=frozenset(intents),
        outlets=_names(gazetteer.find_outlets(full)),
        people=_names(gazetteer.find_people(full)),
        dates=dates,
        numbers=tuple(word for word in tokens if any(char.isdigit() for char in word)),
        names=tuple(names_in(cased)),
        documents=_names(gazetteer.find_aliases(full)),
        parts=parts_of(cased, gazetteer, Intent.COMPARE in intents),
    )


def is_claim(question: Question) -> bool:
    """Whether the asker states something, to see what bears it out, rather than asks."""
    text = question.asked
    return not text.endswith("?") and not _ASKING.match(text) and len(question.stems) > 4


def _names(matches: Sequence[NameMatch]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for match in matches for name in match.names))


def in_full(asked: str, history: Sequence[Turn]) -> str:
    """Fill in a follow-up from the turns before it, by rule.

    A question that leans on what was said (a pronoun, "and …", or fewer than three content words)
    is preceded by the nearest earlier question that stands by itself. Its words then take part in
    the search; the wording of the follow-up still decides which kind of answer is wanted.
    """
    if not history or not (_ELLIPTICAL.search(asked) or len(terms(asked)) < 3):
        return asked
    for turn in reversed(history):
        earlier = turn.question.strip()
        if not _ELLIPTICAL.match(earlier) and len(terms(earlier)) >= 2:
            return f"{earlier.rstrip('?!. ')} - {asked}"
    return f"{history[-1].question.strip().rstrip('?!. ')} - {asked}"


def names_in(text: str) -> list[tuple[str, ...]]:
    """Return the capitalised names and codes of `text` as tuples of stems, in order.

    A name is a run of tokens that hold a capital or a digit, other than the first word of a
    sentence when only its first letter is a capital.
    """
    text = undotted(text)
    names: list[tuple[str, ...]] = []
    run: list[str] = []
    previous_end = 0
    for match in TOKEN.finditer(text):
        gap = text[previous_end : match.start()]
        token = match.group()
        opens = previous_end == 0 or any(char in ".?!:" for char in gap)
        marked = any(char.isupper() for char in token[1:]) or (
            any(char.isalpha() for char in token) and any(char.isdigit() for char in token)
        )
        capital = token[:1].isupper() and not opens
        if run and gap.strip(" '’-"):
            names.append(tuple(run))
            run = []
        stems = terms(token) if marked or capital else []
        if stems:
            run.extend(stems)
        elif run:
            names.append(tuple(run))
            run = []
        previous_end = match.end()
    if run:
        names.append(tuple(run))
    return list(dict.fromkeys(names))
