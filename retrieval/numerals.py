"""Numerals as English writes them, read word by word: "400,000", "four hundred thousand", "5bn".

`items_of` cuts a text into digits, words and signs; `numeral_at` reads the number that begins at
one of them. What the number counts and whether it is a limit is for `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.tokens import stem

_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ORDINAL_ONES = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        start=1,
    )
}
_ORDINAL_TENS = {word[:-1] + "ieth": value for word, value in _TENS.items()}
_MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "trn": 1e12,
    "dozen": 12.0,
}
_VAGUE = {
    "dozens": 24.0,
    "scores": 40.0,
    "tens": 20.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
_FRACTIONS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_TIMES = {"twice": 2.0, "double": 2.0, "doubl": 2.0, "thrice": 3.0, "tripl": 3.0, "quadrupl": 4.0}
CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "¥": "CNY", "rmb": "CNY",
    "yuan": "CNY", "cny": "CNY", "yen": "JPY", "₩": "KRW", "won": "KRW", "nt$": "TWD", "hk$": "HKD",
    "a$": "AUD", "c$": "CAD",
}  # fmt: skip
MEASURES = frozenset(
    stem(
        "second minute hour day week month quarter year decade century nm nanometer mm "
        "cm km kilometer meter mile foot inch acre hectare gram kg kilogram ton "
        "tonne pound ounce liter gallon gb tb mb gigabyte terabyte megabyte gbps teraflop "
        "tops watt kilowatt megawatt gigawatt mw gw kw hz mhz ghz degree euro cent point".split()
    )
)
# "metre" and "meter" are one measure.
_BRITISH = {"metr": "meter", "litr": "liter", "kilometr": "kilomet", "nanometr": "nanomet"}
_ITEM = re.compile(
    r"(?P<currency>(?:US|NT|HK|A|C)?\$|[€£¥₩])"
    r"|(?P<code>\d+[A-Za-z]+\d\w*)"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<tail>[A-Za-z]*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)(?P<glued>\d[\w]*)?"
    r"|(?P<sign>%|[-‐‑–—+]|[^\w\s])",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch `[start, end)` of a text: digits with what is glued on (`tail`), a word, a sign.

    `kind` is "currency", "code", "digits", "word" or "sign"; texts are in lower case.
    """

    kind: str
    text: str
    start: int
    end: int
    tail: str = ""


@dataclass(slots=True)
class Numeral:
    """A number, `low` and `high` equal but for vague ones, that ends before item `end`.

    `magnitude` is the part of it that a word such as "million" gave.
    """

    low: float
    high: float
    end: int
    unit: str = ""
    magnitude: float = 1.0


def items_of(text: str) -> list[Item]:
    """Cut a text into items, in order."""
    items: list[Item] = []
    for match in _ITEM.finditer(text):
        kind = match.lastgroup or ""
        if match["digits"]:
            items.append(Item("digits", match["digits"], *match.span(), match["tail"].lower()))
        elif match["word"]:
            kind = "code" if match["glued"] else "word"
            items.append(Item(kind, match["word"].lower(), *match.span()))
        else:
            items.append(Item(kind, match.group().lower(), *match.span()))
    return items


def numeral_at(items: Sequence[Item], i: int, text: str) -> Numeral | None:
    """Read the number that begins at item `i` of `text`; None where none does."""
    item = items[i]
    if item.kind == "currency" and i + 1 < len(items) and items[i + 1].kind == "digits":
        parsed = _digits(items, i + 1, text)
        if parsed:
            parsed.unit = CURRENCIES.get(item.text, item.text)
        return parsed
    if item.kind == "digits":
        return _digits(items, i, text)
    return _words(items, i) if item.kind == "word" else None


def _digits(items: Sequence[Item], i: int, text: str) -> Numeral | None:
    item = items[i]
    if _is_code(items, i, text):
        return None
    value = float(item.text.replace(",", ""))
    parsed = Numeral(value, value, i + 1)
    if item.tail in {"st", "nd", "rd", "th"}:
        parsed.unit = "ordinal"
    elif item.tail in _MAGNITUDES:
        parsed.magnitude = _MAGNITUDES[item.tail]
    elif item.tail == "x":
        parsed.unit = "x"
    elif item.tail == "s" and len(item.text) in (2, 4):
        parsed.unit = "decade"
    elif item.tail and unit_root(item.tail) in MEASURES:
        parsed.unit = unit_root(item.tail)
    elif item.tail:
        return None
    _magnitudes(items, parsed)
    return parsed


def unit_root(word: str) -> str:
    """Return the stem of a unit, the American spelling's for both."""
    root = stem([word])[0]
    return _BRITISH.get(root, root)


def _is_code(items: Sequence[Item], i: int, text: str) -> bool:
    """Whether digits belong to a name: "COVID-19", "F-35", "3A090", "744.21(b)"."""
    if i < 2 or items[i - 1].text not in {"-", "‐", "‑"}:
        return False
    before, hyphen = items[i - 2], items[i - 1]
    glued = before.end == hyphen.start and hyphen.end == items[i].start
    return (
        glued
        and before.kind in {"word", "code"}
        and text[before.end - 1].isalpha()
        and (text[before.start].isupper())
    )


def _magnitudes(items: Sequence[Item], parsed: Numeral) -> None:
    while parsed.end < len(items) and items[parsed.end].kind == "word":
        word = items[parsed.end].text
        if word not in _MAGNITUDES or (len(word) == 1):
            break
        parsed.magnitude *= _MAGNITUDES[word]
        parsed.end += 1
    parsed.low *= parsed.magnitude
    parsed.high *= parsed.magnitude


def _words(items: Sequence[Item], i: int) -> Numeral | None:
    word = items[i].text
    following = _word(items, i + 1)
    if word in _VAGUE:
        return _vague(items, i)
    if word in {"a", "an", "one"} and following in _FRACTIONS and _word(items, i + 2) != "of":
        return None
    if word in {"half", "halved"} or (word in {"a", "one"} and following in _FRACTIONS):
        end = i + 1 if word in {"half", "halved"} else i + 2
        value = _FRACTIONS["half" if word == "halved" else items[end - 1].text]
        return Numeral(value, value, end, "%")
    if word in _ONES and following.removesuffix("s") in _FRACTIONS and following.endswith("s"):
        value = _ONES[word] * _FRACTIONS[following.removesuffix("s")]
        end = i + 2 if _word(items, i + 1) == following else i + 3
        return Numeral(value, value, end, "%")
    for form, times in _TIMES.items():
        if word == form or (len(form) > 4 and stem([word])[0] == form):
            return Numeral(times, times, i + 1, "x")
    if word in {"a", "an"} and following in {"hundred", "thousand", "million", "billion",
                                             "trillion", "dozen"}:  # fmt: skip
        parsed = Numeral(1, 1, i + 1)
        _magnitudes(items, parsed)
        return parsed
    return _cardinal(items, i)


def _word(items: Sequence[Item], i: int) -> str:
    """Return the word at `i`, looking over one hyphen; empty where there is none."""
    if i < len(items) and items[i].text in {"-", "‐", "‑"}:
        i += 1
    return items[i].text if i < len(items) and items[i].kind == "word" else ""


def _vague(items: Sequence[Item], i: int) -> Numeral:
    low = _VAGUE[items[i].text]
    top = low / 2 * 10 if items[i].text != "dozens" else 200.0
    end = i + 1
    if items[i].text in {"thousands", "millions", "billions", "trillions"}:
        top = low / 2 * 1000
    if _word(items, end) == "of" and _word(items, end + 1) in _VAGUE:
        factor = _VAGUE[_word(items, end + 1)] / 2
        low, top, end = low * factor, top * factor, end + 2
    return Numeral(low, top, end)


def _cardinal(items: Sequence[Item], i: int) -> Numeral | None:
    """Read number words: "four hundred thousand", "twenty-one", "one hundred and five"."""
    total = current = 0.0
    seen = ordinal = False
    j = i
    while j < len(items):
        word = items[j].text
        if items[j].kind != "word" and not (seen and word in {"-", "‐", "‑"}):
            break
        if word in {"-", "‐", "‑"} or (word == "and" and seen and current >= 100):
            if _word(items, j + 1) not in _ONES | _TENS | _ORDINAL_ONES | _ORDINAL_TENS:
                break
        elif word in _ONES | _TENS:
            if seen and not _joins(current, (_ONES | _TENS)[word]):
                break
            current += (_ONES | _TENS)[word]
            seen = True
        elif word in _ORDINAL_ONES | _ORDINAL_TENS:
            if seen and not _joins(current, (_ORDINAL_ONES | _ORDINAL_TENS)[word]):
                break
            current += (_ORDINAL_ONES | _ORDINAL_TENS)[word]
            seen = ordinal = True
            j += 1
            break
        elif seen and word in _MAGNITUDES and len(word) > 2:
            if _MAGNITUDES[word] == 100 or word == "dozen":
                current *= _MAGNITUDES[word]
            else:
                total, current = total + current * _MAGNITUDES[word], 0.0
        else:
            break
        j += 1
    if not seen or (j == i + 1 and items[i].text in {"one", "second", "zero"}):
        return None
    value = total + current
    return Numeral(value, value, j, "ordinal" if ordinal else "")


def _joins(current: float, value: float) -> bool:
    if current == 0:
        return True
    return (current % 100 == 0) or (current % 10 == 0 and current % 100 >= 20 and value < 10)
