"""A text as the gate reads it: its words in place, and the names among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.passages import sentences_of
from retrieval.tokens import STOP_WORDS, TOKEN, fold, stem
from retrieval.verify.moments import moments

_SENTENCE_END = re.compile(r"[.!?:;…](?:[\"'”’)\]]*)(?:\s|$)|\n|[“\"‘]$|(?:^|\s)[-–—•*]\s")
_NOT_AN_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|No|vs|Inc|Corp|Ltd|Co|[A-Z])\.\s*$")
# Words that open sentences without being names, beside those that the lexical side leaves out.
_OPENERS = STOP_WORDS | frozenset(
    """
    according among across against along amid around another anyone anything back based behind
    beyond both despite even every everyone following former given half however instead last
    lawyers later like likewise many meanwhile moreover much near nearly neither never
    nevertheless next nobody none nothing now people perhaps prior regarding several similarly
    since someone something soon sometimes still such thanks thus today together tomorrow toward
    towards two three four five six seven eight nine ten unlike unless upon whatever whenever
    wherever whether within without yesterday yet new old no not one
    """.split()
)
# Endings of common words that open a sentence bare: plurals, participles, adverbs, abstract nouns.
_COMMON = re.compile(r"(?:[^s]s|ing|ed|ly|tion|sion|ment|ness|ance|ence|ship|hood|ism|ful|less)$")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}(?!\w)")
# "3A090", "1980i": digits with letters that are no ordinal, magnitude, plural or unit.
_CODE = re.compile(r"\d+[A-Z]+\d\w*|\d{3,}[ac-jlnopqrt-wyz]")
_TITLES = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St)$")
_JOINERS = frozenset("of and for the on in de van der von & du la".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A token at `[start, end)`. `name` says whether it is (part of) a name or a code."""

    text: str
    folded: str
    stem: str
    start: int
    end: int
    name: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A run of name words side by side, folded; `first` is its place among the words."""

    words: tuple[str, ...]
    text: str
    first: int
    start: int
    end: int


# Compared by identity, so that what is read from it can be kept by it.
@dataclass(frozen=True, eq=False)
class Reading:
    """The words of a text in order, and its names."""

    text: str
    words: tuple[Word, ...]
    names: tuple[Name, ...]

    @cached_property
    def folded(self) -> frozenset[str]:
        """Every word, folded."""
        return frozenset(word.folded for word in self.words)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stem of every word, function words included."""
        return frozenset(word.stem for word in self.words)


@lru_cache(maxsize=2048)
def read(text: str) -> Reading:
    """Read `text` into words and names."""
    dates = [(moment.start, moment.end) for moment in moments(text)]
    tokens: list[tuple[str, int, int, bool]] = []
    end = 0
    for match in TOKEN.finditer(text):
        start, last = match.span()
        part = match.group()
        if start < end:
            continue
        if dotted := _INITIALS.match(text, start):
            part, last = dotted.group().replace(".", ""), dotted.end()
        opens = not tokens or _opens(text, end, start)
        tokens.append((part, start, last, opens))
        end = last
    folded = [_plain(token) for token, *_ in tokens]
    inner = {
        form
        for form, (token, *_, opens) in zip(folded, tokens, strict=True)
        if not opens and token[:1].isupper()
    }
    words = tuple(
        Word(token, form, root, start, end, _is_name(tokens, i, form, inner, dates, text), opens)
        for i, ((token, start, end, opens), form, root) in enumerate(
            zip(tokens, folded, stem(folded), strict=True)
        )
    )
    return Reading(text, words, _names(words, text))


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[Reading, ...]:
    """Read each sentence of `text` for itself."""
    return tuple(read(text[item.start : item.end]) for item in sentences_of(text))


def _plain(token: str) -> str:
    plain = fold(token).removesuffix("'s").replace("'", "")
    return plain.replace(",", "") if token[:1].isdigit() else plain


def _opens(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    if not _SENTENCE_END.search(gap):
        return False
    return not _NOT_AN_END.search(text[max(0, end - 6) : end + 2])


def _is_name(
    tokens: list[tuple[str, int, int, bool]],
    i: int,
    form: str,
    inner: set[str],
    dates: list[tuple[int, int]],
    text: str,
) -> bool:
    token, start, end, opens = tokens[i]
    if any(first <= start and end <= last for first, last in dates):
        return False
    if token[:1].isdigit():
        # "3A090" and "4nm-class" hold digits first; "5bn" and "21st" are numbers.
        return bool(_CODE.fullmatch(token))
    if any(char.isupper() for char in token[1:]) or any(char.isdigit() for char in token):
        return True
    begins = fold(token).partition("'")[0]
    if not token[:1].isupper() or len(token) == 1 or _OPENERS & {form, begins}:
        return False
    if not opens or form in inner:
        return True
    # The first word of a sentence: a name where a name follows it, or where it stands bare and
    # has no ending of a common word.
    if i + 1 < len(tokens) and not tokens[i + 1][3]:
        following, begin = tokens[i + 1][:2]
        capital = following[:1].isupper() and fold(following) not in _OPENERS
        if text[end] == ",":
            # "Alibaba, Tencent and …" lists names; "Overall, …" doesn't.
            return capital
        if capital:
            return text[end:begin].isspace() and not _COMMON.search(form)
    return not _COMMON.search(form) or text[end : end + 2] in {"'s", "’s"}


def _names(words: tuple[Word, ...], text: str) -> tuple[Name, ...]:
    names: list[Name] = []
    run: list[int] = []
    for i, word in enumerate(words):
        if run and not (word.name and _adjoin(words[i - 1], word, text)):
            names.append(_name(words, run, text))
            run = []
        if word.name:
            run.append(i)
            if word.text.endswith(("'s", "’s")):
                names.append(_name(words, run, text))
                run = []
    if run:
        names.append(_name(words, run, text))
    return tuple(names)


def _adjoin(one: Word, other: Word, text: str) -> bool:
    gap = text[one.end : other.start]
    return gap in {" ", "-", "\n"} or (gap == ". " and bool(_TITLES.match(one.text)))


def _name(words: tuple[Word, ...], run: list[int], text: str) -> Name:
    start, end = words[run[0]].start, words[run[-1]].end
    return Name(tuple(words[i].folded for i in run), text[start:end], run[0], start, end)


def initials(reading: Reading) -> dict[str, frozenset[str]]:
    """Return what the long names of a text abbreviate to, each with its words, folded.

    "Bureau of Industry and Security" gives "bis": every run of two to seven capitalised words,
    joiners between them left out, gives one form.
    """
    found: dict[str, frozenset[str]] = {}
    words = reading.words
    for i, word in enumerate(words):
        if not word.text[:1].isupper():
            continue
        run = [word.folded]
        for j in range(i + 1, min(len(words), i + 12)):
            if "." in reading.text[words[j - 1].end : words[j].start]:
                break
            if words[j].text[:1].isupper():
                run.append(words[j].folded)
                if len(run) <= 7:
                    found["".join(part[0] for part in run)] = frozenset(run)
            elif words[j].folded not in _JOINERS:
                break
    return found
