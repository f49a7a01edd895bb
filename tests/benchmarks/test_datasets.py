"""What must hold of the sets for their figures to mean anything."""

import re

import pytest

from benchmarks import material
from benchmarks.datasets import (
    DATASETS,
    Article,
    Folder,
    Found,
    Gold,
    document_key,
    near_misses,
    ranks_of,
    squeezed,
    xquad,
)
from benchmarks.material import MATERIAL
from benchmarks.news import OUTLETS, news, rewrite

pytestmark = pytest.mark.skipif(
    not (MATERIAL / "bench").is_dir(), reason="the benchmark material isn't beside the checkout"
)


def _documents(dataset):
    return {
        (folder.key, article.id): article
        for folder in dataset.corpora
        for article in folder.articles
    }


@pytest.mark.parametrize("name", ["xquad", "wice", "news", "near-misses"])
def test_gold_is_contained_in_its_document(name):
    dataset = DATASETS[name](MATERIAL)
    documents = _documents(dataset)

    for question in dataset.questions:
        for gold in (question.gold, *question.alternatives):
            for piece in gold:
                article = documents[question.corpus, piece.document]
                assert (piece.text or "") in squeezed(article.text)


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_ids_are_unique_and_every_question_has_its_corpus(name):
    dataset = DATASETS[name](MATERIAL)

    ids = [question.id for question in dataset.questions]
    assert len(set(ids)) == len(ids)
    assert {question.corpus for question in dataset.questions} <= {f.key for f in dataset.corpora}
    for folder in dataset.corpora:
        files = [article.id for article in folder.articles]
        assert len(set(files)) == len(files)


@pytest.mark.parametrize("name", ["xquad", "news", "near-misses"])
def test_sets_are_the_same_at_every_build(name):
    first = DATASETS[name](MATERIAL)
    news.cache_clear()

    assert DATASETS[name](MATERIAL) == first


def test_xquad_has_all_questions_and_two_thousand_distractors():
    dataset = xquad()
    gold = {piece.document for question in dataset.questions for piece in question.gold}

    assert len(dataset.questions) == 1190
    assert len(gold) == 240
    assert len(dataset.corpora[0].articles) - len(gold) >= 2000


def test_no_distractor_repeats_another_or_holds_a_paragraph():
    dataset = xquad()
    gold = {piece.document for question in dataset.questions for piece in question.gold}
    texts = [article.text for article in dataset.corpora[0].articles]
    others = [a.text for a in dataset.corpora[0].articles if a.id not in gold]

    assert len(set(texts)) == len(texts)
    for paragraph in material.read_xquad():
        assert not any(paragraph.text in text or text in paragraph.text for text in others)


def test_removed_paragraphs_are_absent_and_their_article_remains():
    dataset = near_misses()
    texts = [article.text for article in dataset.corpora[0].articles]
    titles = {article.title for article in dataset.corpora[0].articles}
    unanswerable = {question.id for question in dataset.questions if not question.answerable}
    seen = 0
    for paragraph in material.read_xquad():
        if any(key in unanswerable for key, _, _ in paragraph.questions):
            seen += 1
            assert paragraph.text not in texts
            assert paragraph.article in titles

    assert seen >= 90
    assert len(unanswerable) >= 400


def test_no_unanswerable_question_meets_its_answer_with_its_own_words():
    dataset = near_misses()
    texts = [article.text.lower() for article in dataset.corpora[0].articles]
    answers = {
        key: (text, answer)
        for paragraph in material.read_xquad()
        for key, text, answer in paragraph.questions
    }

    for question in dataset.questions:
        if question.answerable:
            continue
        text, answer = answers[question.id]
        asked = _words(text) - _words(answer)
        for candidate in texts:
            if answer.lower() in candidate:
                held = asked & _words(candidate)
                assert len(held) < len(asked) / 2


def test_news_evidence_stands_in_one_article_only():
    dataset = news()
    texts = {a.id: squeezed(a.text) for a in dataset.corpora[0].articles}
    evidence = {piece for question in dataset.questions for piece in question.gold}

    assert len(dataset.questions) >= 200
    assert len(texts) >= 600
    for piece in evidence:
        assert [key for key, text in texts.items() if piece.text in text] == [piece.document]


def test_news_questions_name_the_outlets_of_their_gold_and_repeat_no_evidence():
    dataset = news()
    articles = {article.id: article for article in dataset.corpora[0].articles}

    assert {article.publisher for article in articles.values()} <= set(OUTLETS)
    for question in dataset.questions:
        outlets = [articles[piece.document].publisher for piece in question.gold]
        assert 2 <= len(outlets) <= 3
        assert len(set(outlets)) == len(outlets)
        for piece, outlet in zip(question.gold, outlets, strict=True):
            assert outlet.removeprefix("The ") in question.text
            assert piece.text.rstrip(".") not in question.text


def test_news_questions_share_only_part_of_their_evidence_words():
    shares = [
        len(_words(question.text) & _words(piece.text)) / len(_words(piece.text))
        for question in news().questions
        for piece in question.gold
    ]

    assert 0.2 < sum(shares) / len(shares) < 0.6


def _words(text):
    return set(re.findall(r"[a-z0-9]{4,}", text.lower()))


def test_rewriting_changes_words_and_moves_the_closing_phrase():
    table = {"company": "firm", "founded": "set up", "movies": "pictures"}
    sentence = (
        "The company (once a shop) was founded to distribute movies, by two brothers in 1999."
    )

    said = rewrite(sentence, table)

    assert said.startswith("by two brothers")
    assert "firm was set up to distribute pictures" in said
    assert "shop" not in said


def test_ranks_ignore_folders_suffixes_and_line_breaks():
    found = [Found("articles/a.md", "One  line\nand more"), Found("b", "two")]

    assert ranks_of([Gold("a", "line and"), Gold("b"), Gold("b", "three")], found) == [1, 2, None]
    assert document_key("quotes/x/bresnick.yaml") == "bresnick"


def test_a_folder_is_written_as_markdown_with_front_matter(tmp_path):
    article = Article("a", 'A "title": odd', "Text.", publisher="The Post", published="2026-01-02")

    folder = Folder("set", (article,)).write(tmp_path)

    lines = (folder / "articles" / "a.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "---"
    assert "published: '2026-01-02'" in lines
    assert lines[-1] == "Text."
