"""Questions that yes or no would answer: what they ask of what.

Read from the order of English questions alone: an auxiliary, the subject, then a verb, a
participle, or what the subject is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from retrieval.dates import date_mentions
from retrieval.gazetteer import Gazetteer
from retrieval.offices import HEADING, OFFICES, headed
from retrieval.question import Intent, Question
from retrieval.tokens import STOP_WORDS, TOKEN, are_kin, stem, undotted, words
from retrieval.verify.opposites import opposed, same_side
from retrieval.verify.verbs import IRREGULAR

_BE = frozenset("is are was were isnt arent wasnt werent".split())
_MAY = frozenset("can could may must cant couldnt".split())
_ASKS = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|wait|hey|also|then|well|lol|um|uh|yo|pls|please|quick question)"
    r"\b\W*)*(?P<aux>(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|will|would)"
    r"(?:n['’]?t)?)\s+(?P<rest>[^?;:]+)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\W*(?:(?:and|but|so|ok|hey)\b\W*)*who(?:\s+|(?=['’]s\s))(?P<rest>[^?;:]+)", re.IGNORECASE
)
# What a follow-up asks the same of.
_ALSO = re.compile(
    r"\W*(?:(?:and|but|so|ok)\b\W*)*(?:(?:what|how) about|and(?! \w+ing\b))\s+"
    r"(?!(?:who|whom|whose|what|which|when|where|why|how|by|in|since|until)\b)"
    r"(?P<thing>(?:[\w'’.&-]+\s+){0,3}[\w'’.&-]+)\W*$",
    re.IGNORECASE,
)
_BEFORE_NOUN = frozenset(
    "the a an its their this that these those any some all no more of in on for with from by at "
    "under over about to into per us new old".split()
)
_TOWARDS = frozenset("against for on in with from at to about of into".split())
# Words of time and emphasis that are no predicate.
_PRESENT = frozenset(
    "right now today currently yet anymore longer already really actually even still ever just "
    "also officially moment".split()
)
_BECOMING = frozenset("become became becoming".split())
_BINDING = frozenset("have has need needs able allowed supposed plan want going".split())
_PLACING = frozenset("on in under among part at".split())
_ADJECTIVE = re.compile(r"(?:al|able|ible|ive|ous|ful|less|ic|ary)$")
_NOW = frozenset("now today currently yet anymore longer still moment".split())
# What a question whether something may be done is decided by, beside its own verb.
PERMITTING = frozenset(stem("allow permit approve clear legal lawful authorise grant".split()))
FORBIDDING = frozenset(
    stem(
        "ban bar block prohibit forbid illegal unlawful restrict exclude outside stop deny reject "
        "refuse require need licence license licensing leave".split()
    )
)
# What a question whether a rule stands asks of it.
_OF_STANDING = frozenset(
    stem(
        "apply effect force law valid active dead alive binding enforce rescind suspend pause "
        "supersede replace withdraw repeal revoke lift over gone cancel scrap expire end running "
        "place stand live pass adopt enact sign drop".split()
    )
)


@dataclass(frozen=True, slots=True)
class Polar:
    """What a yes-or-no question asks: whether `subject` (stems) is or does `predicate` (stem).

    `about` holds every stem that it names. `passive` says that the subject is what it is done to,
    `may` that it is asked what may be done, `now` that the question names the present, `who` that
    it is asked who did it, to what `about` holds where it is `passive`, `head` that this is to head
    it. `named` holds what a follow-up asks the same of ("What about copper?") and must be named.
    """

    subject: frozenset[str]
    about: frozenset[str]
    predicate: str
    passive: bool
    may: bool
    now: bool
    who: bool = False
    head: bool = False
    named: frozenset[str] = frozenset()

    def is_of_standing(self, named: Collection[str]) -> bool:
        """Whether it is asked how a rule stands, whose names hold the stems `named`.

        That is so of "is it in force", and of "is it banned" where the rule is a ban.
        """
        told = any(self._says(root) for root in named)
        return self.now or told or self.predicate in _OF_STANDING

    def is_told_by(self, root: str) -> bool:
        """Whether a stem says the predicate itself, or excludes it."""
        return self._says(root) or opposed(self.predicate, root)

    def sign(self, root: str) -> bool | None:
        """Return whether a stem says what is asked (True), excludes it (False), or neither (None).

        What may be done is also told by words of permission.
        """
        if self._says(root):
            return True
        if opposed(self.predicate, root):
            return False
        if (self.may or self.predicate in PERMITTING | FORBIDDING) and (
            root in PERMITTING | FORBIDDING
        ):
            return (root in PERMITTING) != (self.predicate in FORBIDDING)
        return None

    def _says(self, root: str) -> bool:
        if self.head:
            return root in OFFICES | HEADING
        return same_side(self.predicate, root) or are_kin(self.predicate, root)


def asked_of(question: Question, gazetteer: Gazetteer, known: Collection[str]) -> Polar | None:
    """Read a question that yes or no, or who did something, would answer; None for any other.

    `gazetteer` and `known` are those of `polar`.
    """
    earlier, _, last = question.text.rpartition(" - ")
    also = _ALSO.match(last) if earlier else None
    if also is None or date_mentions(last):
        return polar(question, gazetteer, known) or doing(question, known)
    asked = polar(replace(question, text=earlier), gazetteer, known)
    named = frozenset(stem([word for word in words(also["thing"]) if _names(word)]))
    return replace(asked, named=named, about=asked.about | named) if asked and named else None


def polar(question: Question, gazetteer: Gazetteer, known: Collection[str]) -> Polar | None:
    """Read a question that yes or no would answer; None for any other.

    `gazetteer` knows names, in which no verb stands; `known` holds the words of the corpus, which
    tell a verb by its other forms ("ban": "banned").
    """
    asks = _ASKS.match(question.text.rpartition(" - ")[2])
    if asks is None or re.search(r"\bor\b", asks["rest"]) or question.wants(Intent.SIDES):
        return None
    aux = asks["aux"].casefold().replace("'", "").replace("’", "")
    said = words(asks["rest"])
    named = {
        i for name in gazetteer.find_aliases(asks["rest"]) for i in range(name.start, name.end)
    }
    # So are words with a capital, unless they open a name's text: "Applied Materials".
    named |= {
        i for i, token in enumerate(TOKEN.findall(undotted(asks["rest"]))) if token[0].isupper()
    }
    able = [i for i, word in enumerate(said) if i and i not in named and _has_weight(word)]
    place = _predicate(aux, said, able, known)
    if place is None:
        return None
    head = next((i for i in range(1, place) if said[i] in _BEFORE_NOUN - {"the"}), place)
    subject = frozenset(stem([word for word in said[:head] if _names(word)]))
    (predicate,) = roots_of([said[place]])
    about = [word for i, word in enumerate(said) if i != place and _names(word)]
    now = not _NOW.isdisjoint(said)
    passive = (aux in _BE or not {"be", "been"}.isdisjoint(said[:place])) and (
        "being" in said[:place] or not said[place].endswith("ing")
    )
    return Polar(subject, frozenset(stem(about)), predicate, passive, aux in _MAY, now)


def doing(question: Question, known: Collection[str]) -> Polar | None:
    """Read a question for who did something: what was done, by nobody named; else None."""
    asks = _WHO.match(question.text.rpartition(" - ")[2])
    if asks is None or question.wants(Intent.SIDES, Intent.WHO_SAID):
        return None
    if of := headed(asks["rest"]):
        about = frozenset(stem([word for word in words(of) if _names(word)]))
        return Polar(frozenset(), about, "head", True, may=False, now=False, who=True, head=True)
    said = words(asks["rest"])
    verb = said[0] if said else ""
    does = any(is_known_verb(form, known) for form in (verb, verb.removesuffix("s")) if form)
    if not does or not _has_weight(verb):
        return None
    about = frozenset(stem([word for word in said[1:] if _names(word)]))
    (predicate,) = roots_of(said[:1])
    # "Who voted against it" asks for what nothing was done to.
    passive = _TOWARDS.isdisjoint(said[1:2])
    return Polar(frozenset(), about, predicate, passive=passive, may=False, now=False, who=True)


def _predicate(
    aux: str, said: Sequence[str], able: Sequence[int], known: Collection[str]
) -> int | None:
    """Return where the predicate stands: a verb or participle, else what the subject is said to be.

    Of "become law" that is the law. None where nothing but the subject is named ("still on").
    """
    verbs = [i for i in able if is_known_verb(said[i], known) and _may_be_verb(said, i)]
    if not able or not (verbs or aux in _BE):
        return None
    last = able[-1]
    is_so = _ADJECTIVE.search(said[last]) or roots_of([said[last]])[0] in _OF_STANDING | PERMITTING
    if aux in _BE:
        done = [i for i in verbs if said[i].endswith(("ed", "ing")) or said[i] in IRREGULAR]
        # "licensing rule" goes on with its noun, "withdrawn" ends what is asked.
        ending = [i for i in done if said[i + 1 : i + 2] == [] or said[i + 1] in _BEFORE_NOUN]
        verbs = ending or ([] if is_so else done)
    if verbs and said[verbs[0]] not in _BECOMING:
        return verbs[0]
    placed = said[1] in _PLACING and _PRESENT.isdisjoint(said)
    return last if verbs or is_so or placed else None


def _may_be_verb(said: Sequence[str], place: int) -> bool:
    """Whether a word doesn't stand where a noun does; "have to pay" asks of paying."""
    bound = said[place - 1] == "to" and place > 1 and said[place - 2] in _BINDING
    # "To the US banned": behind the country a participle ends what is asked.
    ends = said[place - 1] == "us" and said[place].endswith("ed")
    return bound or ends or said[place - 1] not in _BEFORE_NOUN


def _has_weight(word: str) -> bool:
    return word not in STOP_WORDS | _PRESENT and not word[:1].isdigit()


def _names(word: str) -> bool:
    return word not in STOP_WORDS | _PRESENT | _BECOMING


def is_known_verb(word: str, known: Collection[str]) -> bool:
    """Whether a folded word is a verb's, by its forms among the words that are `known`."""
    base = word.removesuffix("ing")
    forms = {base, base[:-1], f"{base}e"} if base != word else {base}
    if word in IRREGULAR or not forms.isdisjoint(IRREGULAR.values()):
        return True
    if stem([word])[0] in PERMITTING | FORBIDDING:
        return True
    bare = base.removesuffix("e").removesuffix("ed")
    return any(form in known for form in (f"{bare}ed", f"{bare}{bare[-1:]}ed"))


def roots_of(said: Sequence[str]) -> list[str]:
    """Return the stems of folded words, of verbs their plain form's."""
    return stem([IRREGULAR.get(word, word) for word in said])
