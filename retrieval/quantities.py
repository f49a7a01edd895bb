"""Numbers as English writes them: "400,000", "four hundred thousand", "$5.5bn", "a third"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from retrieval.tokens import stem


class Bound(StrEnum):
    """Whether a number is said as it is, or as a limit from below or above."""

    EXACT = "exact"
    LEAST = "at least"
    MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number found in a text at `[start, end)`.

    `low` and `high` are equal but for vague numbers ("hundreds of thousands": [2e5, 1e6)).
    `unit` is "%", "ordinal", "x" (times), a currency's code, a unit of measure's stem or "".
    `noun` is the stem of the word after the number, which says what is counted, or "".
    """

    low: float
    high: float
    unit: str
    bound: Bound
    noun: str
    start: int
    end: int

    @property
    def vague(self) -> bool:
        """Whether the number stands for a range ("dozens")."""
        return self.low != self.high

    def equals(self, other: Quantity) -> bool:
        """Whether both give one number in one unit; a unit left out agrees with any measure."""
        if not math.isclose(self.low, other.low, rel_tol=1e-6):
            return False
        return math.isclose(self.high, other.high, rel_tol=1e-6) and _units_agree(self, other)

    def holds(self, other: Quantity) -> bool:
        """Whether this vague number covers `other`: "hundreds of thousands" covers 400,000."""
        return self.vague and self.low <= other.low < self.high and _units_agree(self, other)


_STRICT = {"%", "ordinal", "x"}


def _units_agree(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return True
    if one.unit in _STRICT or other.unit in _STRICT:
        return False
    return not one.unit or not other.unit


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
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "¥": "CNY", "rmb": "CNY",
    "yuan": "CNY", "cny": "CNY", "yen": "JPY", "₩": "KRW", "won": "KRW", "nt$": "TWD", "hk$": "HKD",
    "a$": "AUD", "c$": "CAD",
}  # fmt: skip
_MEASURES = frozenset(
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
_LEAST = re.compile(
    # "hand over 15%" sets no limit.
    r"\b(?:more than|(?<!hand )(?<!handed )(?<!turn )(?<!turned )(?<!take )(?<!took )over|"
    r"at least|above|exceed(?:ing|s|ed)?|upwards? of|no (?:fewer|less) than|"
    r"not less than|greater than|higher than|in excess of|a minimum of|beyond|longer than)\s+"
    r"(?:an? |the |some )?$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:(?:less|fewer|lower|smaller|no more|not more|no greater|shorter) than|under|below|up to|"
    r"at most|a maximum of|as (?:many|much) as|no later than)\s+(?:an? |the |some )?$",
    re.IGNORECASE,
)
_NEGATED_MOST = re.compile(
    r"\b(?:no|not|n['’]t|never)\s+(?:(?:more|greater|higher)\s+than|exceed)\s+$", re.IGNORECASE
)
_AFTER_LEAST = re.compile(r"\s*(?:\+|-plus\b|plus\b|or (?:more|higher|above|greater)\b|and above)")
_AFTER_MOST = re.compile(r"\s*(?:or (?:less|fewer|lower|below)\b)")
_RANGE = re.compile(r"\s*(?:-|‐|‑|–|—|to|and|or)\s*(?:US\$|[$€£¥])?\s*", re.IGNORECASE)
_ARTICLES = {"a", "an", "the", "of", "additional", "more", "other", "new", "some"}


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    text: str
    start: int
    end: int
    tail: str = ""


@dataclass(slots=True)
class _Parsed:
    low: float
    high: float
    end: int
    unit: str = ""
    magnitude: float = 1.0


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of `text` in order.

    Digits glued to the end of a word or behind its hyphen ("H200", "COVID-19") are names and left
    out, as is the pronoun "one". Years and days of dates are numbers like any other here.
    """
    items = _items(text)
    found: list[tuple[Quantity, float]] = []
    i = 0
    while i < len(items):
        parsed = _parse(items, i, text)
        if parsed is None:
            i += 1
            continue
        found.append((_finished(items, i, parsed, text), parsed.magnitude))
        i = parsed.end
    return tuple(_share_magnitudes(found, text))


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    for match in _ITEM.finditer(text):
        kind = match.lastgroup or ""
        if match["digits"]:
            items.append(_Item("digits", match["digits"], *match.span(), match["tail"].lower()))
        elif match["word"]:
            kind = "code" if match["glued"] else "word"
            items.append(_Item(kind, match["word"].lower(), *match.span()))
        else:
            items.append(_Item(kind, match.group().lower(), *match.span()))
    return items


def _parse(items: Sequence[_Item], i: int, text: str) -> _Parsed | None:
    item = items[i]
    if item.kind == "currency" and i + 1 < len(items) and items[i + 1].kind == "digits":
        parsed = _digits(items, i + 1, text)
        if parsed:
            parsed.unit = _CURRENCIES.get(item.text, item.text)
        return parsed
    if item.kind == "digits":
        return _digits(items, i, text)
    return _words(items, i) if item.kind == "word" else None


def _digits(items: Sequence[_Item], i: int, text: str) -> _Parsed | None:
    item = items[i]
    if _is_code(items, i, text):
        return None
    value = float(item.text.replace(",", ""))
    parsed = _Parsed(value, value, i + 1)
    if item.tail in {"st", "nd", "rd", "th"}:
        parsed.unit = "ordinal"
    elif item.tail in _MAGNITUDES:
        parsed.magnitude = _MAGNITUDES[item.tail]
    elif item.tail == "x":
        parsed.unit = "x"
    elif item.tail == "s" and len(item.text) in (2, 4):
        parsed.unit = "decade"
    elif item.tail and _root(item.tail) in _MEASURES:
        parsed.unit = _root(item.tail)
    elif item.tail:
        return None
    _magnitudes(items, parsed)
    return parsed


def _root(word: str) -> str:
    root = stem([word])[0]
    return _BRITISH.get(root, root)


def _is_code(items: Sequence[_Item], i: int, text: str) -> bool:
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


def _magnitudes(items: Sequence[_Item], parsed: _Parsed) -> None:
    while parsed.end < len(items) and items[parsed.end].kind == "word":
        word = items[parsed.end].text
        if word not in _MAGNITUDES or (len(word) == 1):
            break
        parsed.magnitude *= _MAGNITUDES[word]
        parsed.end += 1
    parsed.low *= parsed.magnitude
    parsed.high *= parsed.magnitude


def _words(items: Sequence[_Item], i: int) -> _Parsed | None:
    word = items[i].text
    following = _word(items, i + 1)
    if word in _VAGUE:
        return _vague(items, i)
    if word in {"a", "an", "one"} and following in _FRACTIONS and _word(items, i + 2) != "of":
        return None
    if word in {"half", "halved"} or (word in {"a", "one"} and following in _FRACTIONS):
        end = i + 1 if word in {"half", "halved"} else i + 2
        value = _FRACTIONS["half" if word == "halved" else items[end - 1].text]
        return _Parsed(value, value, end, "%")
    if word in _ONES and following.removesuffix("s") in _FRACTIONS and following.endswith("s"):
        value = _ONES[word] * _FRACTIONS[following.removesuffix("s")]
        end = i + 2 if _word(items, i + 1) == following else i + 3
        return _Parsed(value, value, end, "%")
    for form, times in _TIMES.items():
        if word == form or (len(form) > 4 and stem([word])[0] == form):
            return _Parsed(times, times, i + 1, "x")
    if word in {"a", "an"} and following in {"hundred", "thousand", "million", "billion",
                                             "trillion", "dozen"}:  # fmt: skip
        parsed = _Parsed(1, 1, i + 1)
        _magnitudes(items, parsed)
        return parsed
    return _cardinal(items, i)


def _word(items: Sequence[_Item], i: int) -> str:
    """Return the word at `i`, looking over one hyphen; empty where there is none."""
    if i < len(items) and items[i].text in {"-", "‐", "‑"}:
        i += 1
    return items[i].text if i < len(items) and items[i].kind == "word" else ""


def _vague(items: Sequence[_Item], i: int) -> _Parsed:
    low = _VAGUE[items[i].text]
    top = low / 2 * 10 if items[i].text != "dozens" else 200.0
    end = i + 1
    if items[i].text in {"thousands", "millions", "billions", "trillions"}:
        top = low / 2 * 1000
    if _word(items, end) == "of" and _word(items, end + 1) in _VAGUE:
        factor = _VAGUE[_word(items, end + 1)] / 2
        low, top, end = low * factor, top * factor, end + 2
    return _Parsed(low, top, end)


def _cardinal(items: Sequence[_Item], i: int) -> _Parsed | None:
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
    return _Parsed(value, value, j, "ordinal" if ordinal else "")


def _joins(current: float, value: float) -> bool:
    if current == 0:
        return True
    return (current % 100 == 0) or (current % 10 == 0 and current % 100 >= 20 and value < 10)


def _finished(items: Sequence[_Item], i: int, parsed: _Parsed, text: str) -> Quantity:
    start, end = items[i].start, items[parsed.end - 1].end
    unit, noun = parsed.unit, ""
    rest = items[parsed.end : parsed.end + 5]
    while rest and (rest[0].text in {"-", "‐", "‑"} or rest[0].text in _ARTICLES):
        rest = rest[1:]
    if rest and not unit:
        word = rest[0].text
        if word in {"%", "percent", "percentage"} or (
            word == "per" and len(rest) > 1 and rest[1].text == "cent"
        ):
            unit, end = "%", rest[0].end if word != "per" else rest[1].end
        elif rest[0].kind == "word":
            head = _root(word)
            # "pound" after a number is money only behind a sign; as a measure it is weight.
            unit = _CURRENCIES.get(head, "") if head != "pound" else "pound"
            end = rest[0].end if unit else end
            unit = unit or (head if head in _MEASURES else "")
            unit = "x" if word in {"times", "fold"} else unit
    if rest and rest[0].kind == "word" and parsed.unit != "ordinal":
        noun = stem([rest[0].text])[0]
    return Quantity(parsed.low, parsed.high, unit, _bound(text, start, end), noun, start, end)


def _bound(text: str, start: int, end: int) -> Bound:
    before = text[max(0, start - 40) : start]
    if _NEGATED_MOST.search(before):
        return Bound.MOST
    if _LEAST.search(before) or _AFTER_LEAST.match(text, end):
        return Bound.LEAST
    if _MOST.search(before) or _AFTER_MOST.match(text, end):
        return Bound.MOST
    return Bound.EXACT


def _share_magnitudes(found: Sequence[tuple[Quantity, float]], text: str) -> list[Quantity]:
    """Give the first of "5 to 6 million" or "10-20 %" the magnitude and unit of the second."""
    result = [quantity for quantity, _ in found]
    for i in range(len(found) - 2, -1, -1):
        (first, magnitude), (second, larger) = found[i], found[i + 1]
        if not _RANGE.fullmatch(text[first.end : second.start]) or first.unit == "ordinal":
            continue
        factor = larger if magnitude == 1 and larger > 1 and first.low < 1000 else 1.0
        unit = result[i].unit or (result[i + 1].unit if result[i + 1].unit != "ordinal" else "")
        if factor == 1 and unit == first.unit:
            continue
        result[i] = replace(result[i], low=first.low * factor, high=first.high * factor, unit=unit)
    return result
