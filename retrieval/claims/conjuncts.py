"""Cut a sentence that states two things into two that each stand by themselves."""

from __future__ import annotations

import re

from retrieval.tokens import STOP_WORDS
from retrieval.verify.reading import Reading, Word, read
from retrieval.verify.verbs import is_verb

_DETERMINERS = frozenset(
    "it its their his her this that these those the a an our your my all no every most many some "
    "both any each what how where who".split()
)
_SUBJECTS = frozenset(
    "it its they their he his she her this that these those the a an we our you your i my all "
    "no nobody none every everyone most many some both there".split()
)
_AND = re.compile(r",?\s+and\s+(?:also\s+|then\s+|now\s+)?(?=\w)|,\s+then\s+", re.IGNORECASE)
_BUT = re.compile(
    r"\s*;\s+|\s+[–—]\s+|,?\s+(?:but|while|whereas|although|though|meanwhile)\s+"
    r"(?!also\b|\w+ing\b)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?=\w)")
# ", which is …," says another thing of what stands before it.
_ASIDE = re.compile(r"^([^,]+),\s+(?:which|who)\s+([^,]+),\s+(?!and\b|or\b)(.+)$", re.IGNORECASE)
# A sentence that opens so hangs on what stands behind its comma.
_HANGING = re.compile(
    r"(?:after|before|while|whereas|because|when|although|though|since|until|unless|where|despite|"
    r"once|if|as|with|without|in|on|at|by|for|from|to|under|of|according|instead|like|unlike|"
    r"besides|during|given|among)\b",
    re.IGNORECASE,
)
_LEADING_ON = frozenset("that which who whom whose whether if because when where".split())
_SAYING = frozenset("said say says thinks think believes believe claims claim claimed".split())
_REPORTING = _SAYING | frozenset("reported reports wrote writes announced noted added".split())
# A comma joins two statements where the second has its verb within this many words.
SUBJECT = 5
# The fewest words of a statement that a comma joins: less names a source (", the mayor said").
JOINED = 4
_CAUSE = re.compile(
    r",?\s+(?:because|since|as|so|which means(?: that)?)\s+(?=(?:the|it|its|they|their|he|she|a|an|"
    r"[A-Z])\b)"
)


def causes(text: str) -> list[str]:
    """Return the two halves of a sentence that gives a cause or a consequence, else nothing."""
    for match in _CAUSE.finditer(text):
        halves = [text[: match.start()], text[match.end() :]]
        if all(_states(read(half)) for half in halves):
            return halves
    return []


def conjuncts(text: str) -> list[str]:
    """Return what `text` states, each for itself; a shared subject is said again."""
    for match in _BUT.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        hard = not match.group().strip(" ,").isalpha()
        if left.strip() and right.strip() and (hard or _states(read(right))):
            return [*conjuncts(left), *conjuncts(right)]
    if aside := _ASIDE.match(text):
        subject, said, rest = aside.groups()
        if _verb(read(subject)) is None and all(_opens_with_verb(part) for part in (said, rest)):
            return [*conjuncts(f"{subject} {said}"), *conjuncts(f"{subject} {rest}")]
    for match in _AND.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        ours, theirs = read(left), read(right)
        verb = _verb(ours)
        if verb is None or not theirs.words or _in_quotes(left) or len(ours.words) < verb + 2:
            continue
        if _has_subject(theirs) and _states(theirs) and _is_whole(ours):
            return [*conjuncts(left), *conjuncts(right)]
        reports = any(word.folded == "that" for word in ours.words[verb:])
        if _opens_with_verb(right) and not reports and len(theirs.words) > 1 and _content(theirs):
            subject = left[: ours.words[verb].start].rstrip()
            if subject:
                return [*conjuncts(left), *conjuncts(f"{subject} {right}")]
    return _spliced(text)


def _spliced(text: str) -> list[str]:
    """Cut at a comma that stands where a full stop might: "the act is law, allies have …"."""
    for match in _COMMA.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        ours, theirs = read(left), read(right)
        if _HANGING.match(text) or _in_quotes(left) or not _is_whole(ours):
            continue
        verb = _verb(theirs)
        if verb is None or verb > SUBJECT or len(theirs.words) < JOINED:
            continue
        before = theirs.words[:verb]
        if theirs.words[verb].folded in _REPORTING and "that" not in theirs.folded:
            continue
        if "," in right[: theirs.words[verb].start] or any(_leads_on(word) for word in before):
            continue
        if _has_subject(theirs) and before[0].folded not in {"a", "an"}:
            return [*conjuncts(left), *conjuncts(right)]
    return [text]


def _in_quotes(left: str) -> bool:
    """Whether `left` ends within somebody's quoted words, where nothing is cut."""
    return bool(left.count('"') % 2) or left.count("“") != left.count("”")


def _verb(reading: Reading) -> int | None:
    """Return the place of the first verb that has a subject before it."""
    return next((i for i, word in enumerate(reading.words) if i and is_verb(word)), None)


def _states(reading: Reading) -> bool:
    return _verb(reading) is not None and len(reading.words) > 2


def _is_whole(reading: Reading) -> bool:
    """Whether a statement ends where the text does: not in "Reuters said that Alibaba"."""
    words = reading.words
    leading = [i for i, word in enumerate(words) if _leads_on(word)]
    first = leading[-1] + 1 if leading else 1
    return _states(reading) and any(is_verb(word) for word in words[first:])


def _leads_on(word: Word) -> bool:
    return word.folded in _LEADING_ON | _SAYING


def _has_subject(reading: Reading) -> bool:
    """Whether a text opens with a subject: a pronoun, a name, or a word that a verb follows."""
    first, following = reading.words[0], reading.words[1:2]
    if first.folded in _SUBJECTS or first.name or first.text[0].isdigit():
        return True
    plain = first.folded not in STOP_WORDS and not is_verb(first)
    return plain and any(is_verb(word) for word in following)


def _opens_with_verb(text: str) -> bool:
    """Whether `text` opens with a verb in the present or the past."""
    words = read(text).words
    if not words:
        return False
    first, following = words[0], words[1:2]
    if is_verb(first):
        return True
    third = re.fullmatch(r"[a-z]{2,}[^sui\W]s", first.text) is not None
    return third and any(
        word.folded in _DETERMINERS or word.name or word.text[0].isdigit() for word in following
    )


def _content(reading: Reading) -> bool:
    return any(word.folded not in STOP_WORDS and not is_verb(word) for word in reading.words[1:])
