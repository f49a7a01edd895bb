"""The sets a retriever is measured on: folders of Markdown, questions, and where the answer is.

A set holds one or more corpora and questions asked of them. A piece of gold is a document, or a
sentence of one; a question may have several alternative lists of gold (any full one will do).
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from benchmarks import material as source
from benchmarks.material import MATERIAL
from benchmarks.metrics import Rank

SEED = 4
DISTRACTOR_CHARACTERS = 750
DISTRACTORS = 2400
REMOVED_IN_FIVE = 2


@dataclass(frozen=True, slots=True)
class Article:
    """A document of a benchmark corpus. `id` is its file name without the suffix."""

    id: str
    title: str
    text: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None

    def markdown(self) -> str:
        """Return the file's content: YAML front matter, then the text."""
        matter = {
            key: value
            for key in ("title", "publisher", "author", "published")
            if (value := getattr(self, key))
        }
        header = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)
        return f"---\n{header}---\n\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class Folder:
    """A corpus: articles of our making, or a folder that exists already."""

    key: str
    articles: tuple[Article, ...] = ()
    path: Path | None = None

    def write(self, into: Path) -> Path:
        """Write the articles as a corpus folder below `into` and return the folder."""
        if self.path is not None:
            return self.path
        folder = into / self.key
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        for article in self.articles:
            (folder / "articles" / f"{article.id}.md").write_text(
                article.markdown(), encoding="utf-8"
            )
        return folder


@dataclass(frozen=True, slots=True)
class Gold:
    """A piece of evidence: a document, or the sentence `text` within it."""

    document: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked of the corpus `corpus`, with what would answer it.

    `gold` is the list of evidence; `alternatives` are further lists of which any full one will do.
    Both are empty for a question that the corpus can't answer. `history` holds the questions asked
    before it in the same conversation.
    """

    id: str
    text: str
    corpus: str
    gold: tuple[Gold, ...] = ()
    alternatives: tuple[tuple[Gold, ...], ...] = ()
    history: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the corpus holds an answer."""
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set: what it is called, what it measures, its corpora and questions."""

    name: str
    title: str
    corpora: tuple[Folder, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved passage: the id of its document and its text."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a system found for a question, best first, and how sure it is of an answer."""

    found: tuple[Found, ...]
    confidence: float


def squeezed(text: str) -> str:
    """Return `text` with every run of white space as one space, so line breaks don't matter."""
    return " ".join(text.split())


def document_key(document_id: str) -> str:
    """Return the id that gold uses: the file's name without folders and suffix."""
    return re.sub(r"\.(?:md|txt|html|yaml)$", "", document_id).rsplit("/", 1)[-1]


def ranks_of(gold: Iterable[Gold], found: Sequence[Found]) -> list[Rank]:
    """Return for each piece of gold the rank, from 1, of the first passage that holds it."""
    texts = [squeezed(item.text) for item in found]
    keys = [document_key(item.document) for item in found]
    return [_rank(piece, keys, texts) for piece in gold]


def _rank(piece: Gold, keys: Sequence[str], texts: Sequence[str]) -> Rank:
    evidence = None if piece.text is None else squeezed(piece.text)
    for position, (key, text) in enumerate(zip(keys, texts, strict=True), start=1):
        if key == piece.document and (evidence is None or evidence in text):
            return position
    return None


def slug(text: str) -> str:
    """Return `text` as a file name of lower-case ASCII words, short, with a hash for uniqueness."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def paragraphs_of(sentences: Sequence[str], characters: int) -> Iterator[str]:
    """Join sentences into paragraphs of about `characters`."""
    current = ""
    for sentence in sentences:
        if current and len(current) + len(sentence) > characters:
            yield current
            current = ""
        current = f"{current} {sentence}".strip()
    if current:
        yield current


def distractors(material: Path = MATERIAL) -> tuple[Article, ...]:
    """Return paragraphs of unrelated web pages, each a document of its own, without repeats."""
    articles: list[Article] = []
    for page in source.read_pages(material):
        texts = paragraphs_of([text for _, text in page.sentences], DISTRACTOR_CHARACTERS)
        for number, text in enumerate(texts):
            if len(text) >= DISTRACTOR_CHARACTERS // 3:
                articles.append(Article(slug(f"{page.key} {number}"), page.title, text))
    random.Random(SEED).shuffle(articles)
    return tuple(articles[:DISTRACTORS])


def xquad(material: Path = MATERIAL) -> Dataset:
    """Questions about one paragraph among thousands: XQuAD and unrelated paragraphs."""
    paragraphs = source.read_xquad(material)
    articles = [Article(slug(item.key), item.article, item.text) for item in paragraphs]
    questions = [
        Question(key, text, "xquad", gold=(Gold(slug(item.key)),))
        for item in paragraphs
        for key, text, _ in item.questions
    ]
    return Dataset(
        "xquad",
        "one paragraph among thousands (XQuAD-en)",
        (Folder("xquad", (*articles, *distractors(material))),),
        tuple(questions),
    )


def near_misses(material: Path = MATERIAL) -> Dataset:
    """XQuAD with two paragraphs of each article removed, and all its questions.

    The questions of removed paragraphs can't be answered though the rest of their article can be
    found. One is left out where a sibling paragraph may answer it all the same (see `_may_answer`).
    """
    paragraphs = source.read_xquad(material)
    generator = random.Random(SEED)
    names = dict.fromkeys(item.article for item in paragraphs)
    removed = {
        key
        for name in names
        for key in generator.sample(
            [item.key for item in paragraphs if item.article == name], REMOVED_IN_FIVE
        )
    }
    kept = [item for item in paragraphs if item.key not in removed]
    other = distractors(material)
    texts = [item.text for item in kept] + [article.text for article in other]
    questions: list[Question] = []
    for item in paragraphs:
        for key, text, answer in item.questions:
            if item.key not in removed:
                questions.append(Question(key, text, "near", gold=(Gold(slug(item.key)),)))
            elif not any(_may_answer(text, answer, candidate) for candidate in texts):
                questions.append(Question(key, text, "near"))
    articles = [Article(slug(item.key), item.article, item.text) for item in kept]
    return Dataset(
        "near-misses",
        "topic there, fact absent (XQuAD, paragraphs removed)",
        (Folder("near", (*articles, *other)),),
        tuple(questions),
    )


_WORD = re.compile(r"[a-z0-9]+")


def _content(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3}


def _may_answer(question: str, answer: str, text: str) -> bool:
    """Whether a text holds the answer's words and half of the question's, so might answer it."""
    if answer.lower() not in text.lower():
        return False
    asked = _content(question) - _content(answer)
    return not asked or len(asked & _content(text)) >= len(asked) / 2


def wice(material: Path = MATERIAL) -> Dataset:
    """Which sentences of a page support a claim: WiCE dev, claims labelled supported.

    Every line of a claim's evidence is a document, its file named by its place in the page.
    """
    corpora: list[Folder] = []
    questions: list[Question] = []
    for claim in source.read_claims(material):
        if claim.label != "supported":
            continue
        lines = [line.lstrip("# ").strip() for line in claim.lines]
        title = lines[0].removeprefix("(meta data) TITLE:").strip() or "Evidence"
        corpora.append(
            Folder(
                claim.key,
                tuple(
                    Article(f"line-{number:04}", title, line)
                    for number, line in enumerate(lines)
                    if any(char.isalnum() for char in line)
                ),
            )
        )
        sets = [
            tuple(Gold(f"line-{number:04}") for number in sorted(group)) for group in claim.support
        ]
        questions.append(
            Question(claim.key, claim.text, claim.key, gold=sets[0], alternatives=tuple(sets[1:]))
        )
    return Dataset(
        "wice", "sentences that support a claim (WiCE dev)", tuple(corpora), tuple(questions)
    )


def _policy_folder(material: Path) -> Folder:
    shipped = Path(__file__).resolve().parents[1] / "corpus"
    if len(list((shipped / "articles").rglob("*.md"))) > 20:
        return Folder("policy", path=shipped)
    events = source.read_facts("timeline", material)
    experts = source.read_facts("experts", material)
    return Folder(
        "policy",
        tuple(
            Article(
                event["id"],
                event["title"],
                " ".join(event["facts"]),
                publisher=event["sources"][0]["publisher"],
                published=event["date"],
            )
            for event in events
        )
        + tuple(
            Article(
                expert["id"],
                f"{expert['name']} ({expert['affiliation']})",
                f"{expert['name']}: {expert['position_paraphrase']}",
                author=expert["name"],
                published=expert["date"],
            )
            for expert in experts
        ),
    )


def policy(material: Path = MATERIAL) -> Dataset:
    """Questions a member would ask of the policy corpus, some without an answer in it."""
    questions = [
        Question(
            item["id"],
            item["q"],
            "policy",
            gold=tuple(Gold(key) for key in item["supporting_ids"]),
        )
        for item in source.read_facts("questions", material)
    ]
    absent = source.read_records(Path(__file__).parent / "data" / "policy_unanswerable.jsonl")
    questions += [
        Question(f"u{number:02}", item["question"], "policy") for number, item in enumerate(absent)
    ]
    return Dataset("policy", "chip export policy", (_policy_folder(material),), tuple(questions))


def follow_ups(material: Path = MATERIAL) -> Dataset:
    """Second questions that lean on the first, each also asked in full (`-full`)."""
    path = Path(__file__).parent / "data" / "followups.jsonl"
    questions: list[Question] = []
    for number, item in enumerate(source.read_records(path)):
        gold = tuple(Gold(key) for key in item["gold"])
        asked = Question(f"f{number:02}", item["second"], "policy", gold, history=(item["first"],))
        questions += [asked, Question(f"f{number:02}-full", item["full"], "policy", gold)]
    return Dataset("follow-ups", "second questions", (_policy_folder(material),), tuple(questions))


def off_topic(material: Path = MATERIAL) -> Dataset:
    """Questions of one set asked of another's corpus, beside the corpus's own."""
    from benchmarks.news import news

    encyclopaedia, members, press = xquad(material), policy(material), news(material)
    generator = random.Random(SEED)
    paragraphs = generator.sample(encyclopaedia.questions, 300)
    own = [question for question in members.questions if question.answerable]
    strangers = [
        *(replace(item, id=f"p-{item.id}", corpus="policy", gold=()) for item in paragraphs[:150]),
        *(replace(item, id=f"x-{item.id}", corpus="xquad", gold=()) for item in own),
        *(replace(item, id=f"n-{item.id}", corpus="news", gold=()) for item in paragraphs[150:]),
    ]
    known = [*generator.sample(encyclopaedia.questions, 150), *own]
    known += generator.sample(press.questions, 150)
    return Dataset(
        "off-topic",
        "questions of another corpus",
        (*encyclopaedia.corpora, *members.corpora, *press.corpora),
        (*known, *strangers),
    )


def _news(material: Path = MATERIAL) -> Dataset:
    from benchmarks.news import news

    return news(material)


DATASETS: dict[str, Callable[[Path], Dataset]] = {
    "xquad": xquad,
    "wice": wice,
    "news": _news,
    "near-misses": near_misses,
    "off-topic": off_topic,
    "policy": policy,
    "follow-ups": follow_ups,
}
