"""Multi-article questions that name outlets and dates.

The documents are the web pages behind WiCE's claims and SummEdits' summaries, cut into articles
of several paragraphs. Outlets and dates are **invented**: no article is by the outlet it is filed
under. Outlets are few and of unequal size, and the parts of one page often share an outlet, so a
question's outlet leaves many related articles to choose from.

A question joins two or three facts, each one sentence of one article. Facts come in two kinds:

- *told anew*: written by hand (`data/news_facts.jsonl`), mostly without the sentence's own words;
- *rewritten*: by machine, with words dropped, replaced (`data/rewrites.json`) and reordered.

`data/news_entities.jsonl` holds questions by hand whose two facts are about one person or thing.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from benchmarks.datasets import Article, Dataset, Folder, Gold, Question, slug
from benchmarks.material import MATERIAL, Page, read_pages, read_records

SEED = 11
SENTENCES_PER_ARTICLE = 24
SENTENCES_PER_PARAGRAPH = 3
SHORTEST_PAGE = 6
FIRST_DAY = date(2023, 9, 25)
DAYS = 95
OUTLETS = (
    "The Harbor Ledger", "Northgate Wire", "Meridian Daily", "The Courier-Standard",
    "Pixel & Pine", "The Evening Compass", "Meridian Sports", "Lantern Weekly", "Bayside Tribune",
    "The Ridge Report", "Copperfield Post", "Stagelight", "The Daily Plinth", "Foundry News",
    "Quill Street Journal", "Sundial Magazine", "The Lantern", "Open Orchard", "Westbrook Herald",
    "The Fairway",
)  # fmt: skip
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of one article, said in other words.

    `about` is what the article deals with, `name` a proper name of the sentence where it has one,
    `says` the fact as a clause. `area` groups facts that can meet in one question.
    """

    article: Article
    evidence: str
    area: str
    about: str
    name: str | None
    says: str

    @property
    def gold(self) -> Gold:
        """Return the evidence in the form questions use."""
        return Gold(self.article.id, self.evidence)


Parts = dict[tuple[str, int], tuple[Article, str]]


@lru_cache(maxsize=2)
def news(material: Path = MATERIAL) -> Dataset:
    """Questions over two or three articles among about 800."""
    articles, places = _articles(read_pages(material))
    told = list(_told_anew(places))
    rewritten = list(_rewritten(places, taken={fact.evidence for fact in told}))
    questions = [
        *_joined(told, "told", 150),
        *_joined(rewritten, "rewritten", 150),
        *_entities(places),
    ]
    return Dataset(
        "news",
        "several articles, named by outlet and date",
        (Folder("news", tuple(articles)),),
        tuple(questions),
    )


def _number(text: str, below: int) -> int:
    """Return a number in [0, below) that depends on `text` alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16) % below


def _outlet(text: str) -> str:
    # The minimum of two draws: the first outlets have many more articles than the last.
    size = len(OUTLETS)
    return OUTLETS[min(_number(f"{text} a", size), _number(f"{text} b", size))]


def _articles(pages: Sequence[Page]) -> tuple[list[Article], Parts]:
    """Cut pages into articles; also return where each sentence went."""
    articles: list[Article] = []
    places: Parts = {}
    apart = {item["page"] for item in read_records(DATA / "news_entities.jsonl")}
    for page in pages:
        if len(page.sentences) < SHORTEST_PAGE:
            continue
        outlets: list[str] = []
        for start in range(0, len(page.sentences), SENTENCES_PER_ARTICLE):
            rows = page.sentences[start : start + SENTENCES_PER_ARTICLE]
            key = f"{page.key} {start}"
            # Half of a page's later parts stay with its outlet, as related articles do, but
            # not where a question asks two outlets about one page.
            stays = outlets and page.key not in apart and _number(f"{key} stays", 2) == 0
            outlet = outlets[0] if stays else _outlet(key)
            outlets.append(outlet)
            texts = [text for _, text in rows]
            paragraphs = [
                " ".join(texts[i : i + SENTENCES_PER_PARAGRAPH])
                for i in range(0, len(texts), SENTENCES_PER_PARAGRAPH)
            ]
            title = page.title if start == 0 else " ".join(texts[0].split()[:9]).rstrip(",;:.")
            day = FIRST_DAY + timedelta(days=_number(f"{key} day", DAYS))
            article = Article(
                slug(f"{title} {key}"),
                title,
                "\n\n".join(paragraphs),
                publisher=outlet,
                published=day.isoformat(),
            )
            articles.append(article)
            places.update({(page.key, line): (article, text) for line, text in rows})
    return articles, places


def _told_anew(places: Parts) -> Iterator[Fact]:
    for item in read_records(DATA / "news_facts.jsonl"):
        article, evidence = places[item["page"], item["line"]]
        yield Fact(article, evidence, item["area"], item["about"], name_in(evidence), item["says"])


_NAME = re.compile(
    r"(?<=[a-z,;] )((?:[A-Z][\w'’.-]*[a-z]|[A-Z]{2,})"
    r"(?: (?:of |the |and |de |for )?[A-Z][\w'’-]+){0,3})"
)
_NOT_A_NAME = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I|The|Mr|Ms|Mrs|Dr|AND)\b"
)


def name_in(sentence: str) -> str | None:
    """Return the longest proper name inside a sentence, by its capitals."""
    names = [name for name in _NAME.findall(sentence) if not _NOT_A_NAME.match(name)]
    return max(names, key=len).removesuffix("'s").removesuffix("’s") if names else None


_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]|(?:,| [-–—])[^,–—]{1,60}(?:,| [–—])(?= [a-z])")
_OPENS_WITH = re.compile(
    r"^(?:It|He|She|They|This|That|These|Those|But|And|His|Her|Their|We|I|You|So|If|As|However"
    r"|In addition)\b|[\"“”‘?!:;\[]"
)
_DROPPED = re.compile(
    r"\b(?:also|very|really|just|even|still|now|then|today|\w{3,}ly|own|such|quite|some)\b "
)
_PHRASE = re.compile(r"(?:in|at|on|after|for|by|with|since|during|from|before|when|as) ")
REWRITTEN_FACTS = 170


def _rewritten(places: Parts, taken: set[str]) -> Iterator[Fact]:
    """Rewrite sentences that stand by themselves: one an article at most."""
    table: dict[str, str] = json.loads((DATA / "rewrites.json").read_text(encoding="utf-8"))
    seen: set[str] = set()
    rows = list(places.values())
    random.Random(SEED).shuffle(rows)
    for article, evidence in rows:
        name = name_in(evidence)
        if (
            article.id in seen
            or evidence in taken
            or name is None
            or not 90 <= len(evidence) <= 230
            or _OPENS_WITH.search(evidence)
        ):
            continue
        says = rewrite(evidence, table)
        if says is None:
            continue
        seen.add(article.id)
        yield Fact(article, evidence, "any", _subject(article), name, says)
        if len(seen) == REWRITTEN_FACTS:
            return


def rewrite(sentence: str, table: dict[str, str]) -> str | None:
    """Say a sentence in other words as a clause, or return None where too little would change.

    Asides and adverbs go, known words are replaced, every second number goes, and a closing
    phrase after a comma comes first.
    """
    text = _DROPPED.sub("", _ASIDE.sub("", sentence)).rstrip(".!")
    head, comma, tail = text.rpartition(", ")
    if comma and _PHRASE.match(tail) and 3 <= len(tail.split()) <= 12 and len(head.split()) >= 6:
        text = f"{tail}, {_lower(head)}"
    changed = 0
    words: list[str] = []
    for position, word in enumerate(_lower(text).split()):
        bare = word.strip(",;.'’")
        if bare in table:
            words.append(word.replace(bare, table[bare]))
            changed += 1
        elif any(char.isdigit() for char in bare) and position % 2:
            changed += 1
        else:
            words.append(word)
    if changed < 3 or not 8 <= len(words) <= 32:
        return None
    return " ".join(words).strip(" ,")


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return (
        text[:1].lower() + text[1:]
        if first
        in {"The", "A", "An", "In", "At", "On", "After", "For", "By", "From", "When", "While"}
        else text
    )


def _subject(article: Article) -> str:
    """Return the headline with its smaller words gone, as a reader would recall it."""
    words = [word.strip("'’,:;.?!\"“”") for word in article.title.split()]
    return " ".join([word for word in words if len(word) > 3][:4]) or article.title


def spoken(day: str) -> str:
    """Write an ISO date as news does: "October 7, 2023"."""
    value = date.fromisoformat(day)
    return f"{value:%B} {value.day}, {value.year}"


def _joined(facts: Sequence[Fact], kind: str, count: int) -> Iterator[Question]:
    # a, b and c are facts: {a.o} the outlet, {a.d} the date, {a.t} the topic, {a.s} the clause.
    templates = (DATA / "news_templates.txt").read_text(encoding="utf-8").splitlines()
    generator = random.Random(f"{SEED} {kind}")
    uses: dict[str, int] = {}
    for number in range(count):
        template = templates[number % len(templates)]
        wanted = 3 if "{c." in template else 2
        chosen = _choose(facts, wanted, uses, generator)
        values = {
            letter: _Phrases(fact, with_name=generator.random() < 0.7)
            for letter, fact in zip("abc", chosen, strict=False)
        }
        yield Question(
            f"{kind}-{number:03}",
            template.format(**values),
            "news",
            gold=tuple(fact.gold for fact in chosen),
        )


def _choose(
    facts: Sequence[Fact], wanted: int, uses: dict[str, int], generator: random.Random
) -> list[Fact]:
    """Pick facts of one area from different outlets, the least used first."""
    order = sorted(facts, key=lambda fact: (uses.get(fact.evidence, 0), generator.random()))
    first = order[0]
    chosen = [first]
    for fact in order[1:]:
        others = {other.article.publisher for other in chosen}
        if fact.area == first.area and fact.article.publisher not in others:
            chosen.append(fact)
        if len(chosen) == wanted:
            break
    for fact in chosen:
        uses[fact.evidence] = uses.get(fact.evidence, 0) + 1
    return chosen


class _Phrases:
    """What a template writes of a fact: outlet, date, topic and clause."""

    def __init__(self, fact: Fact, with_name: bool) -> None:
        self.o = (fact.article.publisher or "").removeprefix("The ")
        self.d = spoken(fact.article.published or "")
        self.t = f"{fact.about} ({fact.name})" if with_name and fact.name else fact.about
        self.s = fact.says


def _entities(places: Parts) -> Iterator[Question]:
    for number, item in enumerate(read_records(DATA / "news_entities.jsonl")):
        first, second = (places[item["page"], line] for line in item["lines"])
        if first[0].publisher == second[0].publisher:
            continue
        text: str = item["question"]
        yield Question(
            f"entity-{number:03}",
            text.format(X=first[0].publisher, Y=second[0].publisher),
            "news",
            gold=(Gold(first[0].id, first[1]), Gold(second[0].id, second[1])),
        )
