"""Who does what to whom, and whether it is done: in other roles words say another thing."""

from __future__ import annotations

from collections.abc import Collection

from retrieval.claims.aligning import Alignment
from retrieval.claims.assigning import TOPIC
from retrieval.claims.layout import Layout
from retrieval.claims.parts import Part
from retrieval.verify.reading import Reading, Word
from retrieval.verify.verbs import IRREGULAR, is_verb

DETERMINERS = frozenset("the a an its their this that his her of no any each every such".split())
PREPOSITIONS = frozenset(
    "of in on for with from by at under over about after before since until against into "
    "per".split()
)
# What governs an infinitive that is done, not only meant to be; and what binds one to it, so that
# "agreed to pay" bears "pays".
_DOING = frozenset("used continued continues began begun started came managed".split())
_BINDING = frozenset("agreed agrees".split())
_BE = frozenset("is are was were be been being got".split())
_HAVE = frozenset("has have had".split())
_MODAL = frozenset("would could may might should can will wont wouldnt couldnt".split())
_CERTAIN = frozenset("will wont".split())
_REPORTING = frozenset("that said told according reported assured announced".split())
# Stems of verbs whose subject may be what they are done to: a bill clears a committee.
_EITHER = frozenset("went gone go clear pass advanc start began begun end open".split())
_NOUN_ENDING = ("tion", "sion", "ment", "ance", "ence", "ure", "ry", "al", "ness", "ity")
_TOWARDS = frozenset("to through via".split())
# Before these and behind these stands no noun that a participle says more of.
_NO_NOUN = DETERMINERS | PREPOSITIONS | frozenset("and or but he she it they".split())
_OPENING = frozenset("that which who whom whose and or but when while after before".split())
# How far before a verb its auxiliary stands, and what governs an infinitive.
AUXILIARY = 3
GOVERNING = 5


def roles_differ(alignment: Alignment) -> bool:
    """Whether what does or undergoes a claim's verb does not in the source."""
    ours, there = alignment.claim.reading, alignment.source.layout
    for verb, place in _verbs(alignment):
        said, form = _form(ours, verb.place), _form(there.reading, place)
        by = _by(ours, verb.place) if said == "passive" else None
        if not _has_roles(there.reading, place):
            continue
        if by is not None and not _done_by(alignment, by, form, place):
            return True
        subject = _subject(alignment, verb)
        if subject is None:
            continue
        behind = [
            at for part, at in alignment.held if part.kind == "name" and part.place > verb.place
        ]
        done_to = said == "passive"
        if takes_part(there, place, subject, behind, done_to=done_to) is False:
            return True
    return False


def takes_part(
    there: Layout, verb: int, place: int, others: Collection[int] = (), *, done_to: bool = False
) -> bool | None:
    """Whether the word at `place` does what the verb at `verb` says, or it is `done_to` that.

    None where the verb's word is no verb there, or may be said of either. `others` are the places
    of names that are not to do it.
    """
    reading = there.reading
    if not _has_roles(reading, verb):
        return None
    passive = _form(reading, verb) in {"passive", "reduced"}
    if done_to:
        return place <= verb if passive else place >= verb
    if passive:
        return _behind_by(reading, verb, place)
    if place > verb:
        return _means(reading, verb, place)
    return not any(
        place < other < verb
        and verb - other <= AUXILIARY
        and there.clause[other] != there.clause[place]
        for other in others
    )


def names_doer(there: Layout, verb: int, reach: int) -> bool:
    """Whether a sentence tells who does the verb at `verb`: before it, or after a "by"."""
    form = _form(there.reading, verb)
    if form in {"passive", "reduced"}:
        behind = there.reading.words[verb + 1 : verb + 1 + reach]
        return any(word.folded == "by" for word in behind)
    return form != "before noun" and verb > 0


def _has_roles(reading: Reading, verb: int) -> bool:
    if reading.words[verb].stem in _EITHER:
        return False
    return _form(reading, verb) not in {"noun", "before noun"}


def only_meant(alignment: Alignment) -> bool:
    """Whether a claim says done what its source names, plans or allows: "agreed to pause"."""
    ours, there = alignment.claim.reading, alignment.source.reading
    for verb, place in _verbs(alignment):
        said, form = _form(ours, verb.place), _form(there, place)
        if form == "noun" and said in {"active", "passive"}:
            return True
        meant = form == "infinitive" and said not in {"infinitive", "modal"}
        if meant and not _governed(alignment, verb, place):
            return True
    return _hedged(alignment)


def _verbs(alignment: Alignment) -> list[tuple[Part, int]]:
    """Return the claim's verbs that stand in the source, each with its place there."""
    return [
        (part, place)
        for part, place in alignment.held
        if part.verb and _form(alignment.claim.reading, part.place) != "before noun"
    ]


def _form(reading: Reading, place: int) -> str:
    """Return how a word that may be a verb stands.

    One of "active", "passive", "reduced" (", suspended from …"), "before noun" ("the suspended
    rule"), "infinitive", "modal" and "noun".
    """
    words = reading.words
    word = words[place]
    if word.folded.startswith("belong"):
        return "passive"
    back = [other.folded for other in words[max(0, place - AUXILIARY) : place]]
    before = back[-1] if back else ""
    after = words[place + 1].folded if place + 1 < len(words) else ""
    if before == "to" or (len(back) > 1 and back[-2] == "to" and before.endswith("ly")):
        return "infinitive"
    if after == "by" and before not in DETERMINERS and not _BE.isdisjoint(back):
        return "passive"
    if word.folded.endswith("ed") or word.folded in IRREGULAR:
        if not _BE.isdisjoint(back) or after == "by":
            return "passive"
        if not _HAVE.isdisjoint(back):
            return "active"
        if before in DETERMINERS and after and after not in PREPOSITIONS:
            return "before noun"
        gap = reading.text[words[place - 1].end : word.start] if place else ""
        hangs = after in PREPOSITIONS | _TOWARDS and _hangs_on_noun(reading, place)
        apart = "," in gap and after in PREPOSITIONS
        return "reduced" if hangs or apart else "active"
    if not _MODAL.isdisjoint(back) or not {"do", "does", "did", "not"}.isdisjoint(back):
        return "modal"
    if before in DETERMINERS | PREPOSITIONS or after == "of":
        return "noun"
    return "noun" if word.folded.removesuffix("s").endswith(_NOUN_ENDING) else "active"


def _hangs_on_noun(reading: Reading, place: int) -> bool:
    """Whether a participle says more of the noun before it: "paid for the tools sent to …"."""
    words = reading.words
    if not place or words[place - 1].name or words[place - 1].folded in _NO_NOUN:
        return False
    for i in range(place - 1, 0, -1):
        if any(char in ",;:()–—" for char in reading.text[words[i].end : words[i + 1].start]):
            return False
        if words[i].folded in _OPENING | _REPORTING:
            return False
        if is_verb(words[i]):
            return True
    return False


def _subject(alignment: Alignment, verb: Part) -> int | None:
    """Return where the source has what stands first before a claim's verb; None for nowhere."""
    for part, place in zip(alignment.parts, alignment.places, strict=True):
        if part.place >= verb.place:
            return None
        if part.kind in {"date", "number", "duration"} or part.light or part.verb:
            continue
        if place is not None and place != TOPIC:
            return place
    return None


def _by(reading: Reading, verb: int) -> int | None:
    """Return the place of the "by" behind a verb in the passive."""
    words = reading.words
    behind = range(verb + 1, min(len(words), verb + AUXILIARY + 1))
    return next((i for i in behind if words[i].folded == "by"), None)


def _done_by(alignment: Alignment, by: int, form: str, verb: int) -> bool:
    """Whether the doer named behind a claim's "by" is the doer in the source."""
    for part, place in zip(alignment.parts, alignment.places, strict=True):
        if part.place > by and part.kind in {"name", "word"} and not part.light:
            if place is None or place == TOPIC:
                return True
            if form in {"passive", "reduced"}:
                return _behind_by(alignment.source.reading, verb, place)
            return place < verb
    return True


def _behind_by(reading: Reading, verb: int, place: int) -> bool:
    """Whether the word at `place` stands in a phrase with "by" behind the verb."""
    return any(reading.words[i].folded == "by" for i in range(max(verb, place - 8), place))


def _means(reading: Reading, verb: int, place: int) -> bool:
    """Whether the thing at `place` is that by which a verb is done: "added … in its package"."""
    words = reading.words
    before = [word.folded for word in words[max(verb + 1, place - 4) : place]]
    return not words[place].name and not {"in", "under", "through", "with"}.isdisjoint(before)


def _governed(alignment: Alignment, verb: Part, place: int) -> bool:
    """Whether a claim holds what governs an infinitive of its source, or it was done."""
    words = alignment.source.reading.words
    places = {where for _, where in alignment.held}
    for i in range(place - 2, max(-1, place - 2 - GOVERNING), -1):
        if not is_verb(words[i]):
            continue
        past = verb.word.folded.endswith("ed") or verb.word.folded in IRREGULAR
        if words[i].folded in _BINDING and not past:
            return True
        return words[i].folded in _DOING or i in places
    return False


def _hedged(alignment: Alignment) -> bool:
    """Whether a source has as possible, planned or conditional what a claim has plainly."""
    there = alignment.source.layout
    words = there.reading.words
    own = {word.folded for word in alignment.claim.reading.words if _is_modal(word)}
    places = [place for part, place in alignment.held if not part.light]
    for i, word in enumerate(words):
        if not _is_modal(word) or not any(
            place > i and there.clause[place] == there.clause[i] for place in places
        ):
            continue
        if not own or (own <= _CERTAIN and not _foretold(there.reading, i)):
            return True
    return False


def _foretold(reading: Reading, place: int) -> bool:
    """Whether a modal is "will", or the "would" that reported speech makes of it."""
    word = reading.words[place].folded
    before = {other.folded for other in reading.words[:place]}
    return word in _CERTAIN or (word in {"would", "wouldnt"} and not before.isdisjoint(_REPORTING))


def _is_modal(word: Word) -> bool:
    return word.folded in _MODAL and word.text != "May"
