from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document
from retrieval.passages import (
    PASSAGE_CHARACTERS,
    SENTENCE_CHARACTERS,
    passages_of,
    sentences_of,
)

# Text as files hold it: prose, lists, tables, headings, code, every script and line end.
PIECES = st.sampled_from(
    [
        *("Mr. Smith paid $2.5 million.", "No. 5 rose 3.2% in Oct. 2023!", "“Why?” he said.", "…"),
        *("# Heading", "- item", "1. x", "| a | b |", "| --- | --- |", "> quoted", "---", "*"),
        *("\n", "\n\n", "\r\n", "\t", " ", "\u2028", "\x00", "\ufeff", "e\u0301", "a" * 950),
        *("中文句子。下一句。", "عربي؟ نعم.", "🎉🇫🇷"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=40))).map(" ".join))
WORDS = st.lists(st.from_regex(r"[a-z]{1,12}[.,!?]?", fullmatch=True), min_size=1, max_size=400)


def document(text: str) -> Document:
    return Document(id="d", text=text, title="D")


@given(TEXTS)
def test_sentences_are_stretches_of_the_text_in_order(text: str) -> None:
    position = 0
    for sentence in sentences_of(text):
        own = text[sentence.start : sentence.end]
        assert position <= sentence.start < sentence.end <= len(text)
        assert own == own.strip()
        assert any(char.isalnum() for char in own)
        assert len(own) <= SENTENCE_CHARACTERS
        position = sentence.end


def test_marks_that_pair_with_none_of_their_kind_take_in_no_further_sentences() -> None:
    between = 10 * "The board bought a dredger in the spring and paid for it with a loan. "
    text = f'The yard owns a 12" press. {between}The other yard owns a 16" press.'
    assert len(sentences_of(text)) == 12


def test_what_has_no_full_stop_is_cut_where_an_item_ends() -> None:
    text = "The harbour holds " + "; ".join(f"a dredger of {size} tonnes" for size in range(60))
    first, *_ = (text[sentence.start : sentence.end] for sentence in sentences_of(text))
    assert first.endswith(" tonnes;")


@given(TEXTS)
def test_passages_hold_every_sentence_once_and_are_the_text_character_for_character(
    text: str,
) -> None:
    passages = passages_of(document(text))
    assert tuple(item for passage in passages for item in passage.sentences) == sentences_of(text)
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert passage.end - passage.start <= PASSAGE_CHARACTERS
        for sentence in passage.sentences:
            assert passage.sentence_text(sentence) == text[sentence.start : sentence.end]


@given(st.lists(WORDS, max_size=6), st.sampled_from(["\n\n", "\n", "\n- ", "\n> ", " \n \n"]))
def test_no_word_of_prose_or_of_a_list_is_lost(paragraphs: list[list[str]], gap: str) -> None:
    text = gap.join(" ".join(words) for words in paragraphs)
    kept = "".join(text[item.start : item.end] for item in sentences_of(text))
    letters = [char for char in text if char.isalnum()]
    assert [char for char in kept if char.isalnum()] == letters


def test_headings_rules_and_markers_are_no_part_of_a_sentence() -> None:
    text = "# The cap\n\nIt holds.\n\n---\n- First item\n2) Second item\n> Said so.\n| cell |"
    assert [text[item.start : item.end] for item in sentences_of(text)] == [
        "It holds.",
        "First item",
        "Second item",
        "Said so.",
        "cell |",
    ]


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    text = "Mr. Smith of the U.S. paid $2.5 million on Oct. 7. Then he left."
    assert [text[item.start : item.end] for item in sentences_of(text)] == [
        "Mr. Smith of the U.S. paid $2.5 million on Oct. 7.",
        "Then he left.",
    ]


def test_a_huge_line_is_cut_between_words() -> None:
    text = "word " * 100_000
    sentences = sentences_of(text)
    assert sum(item.end - item.start + 1 for item in sentences) == len(text)
    assert all(text[item.start : item.start + 4] == "word" for item in sentences)


def test_short_paragraphs_share_a_passage_and_a_long_one_is_cut_evenly() -> None:
    short = "\n\n".join(f"Paragraph {i} is short." for i in range(10))
    assert len(passages_of(document(short))) == 1
    long = " ".join(f"Sentence number {i} of the long paragraph is here." for i in range(24))
    lengths = [len(passage.text) for passage in passages_of(document(long))]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 60


def test_a_text_without_words_has_no_passage() -> None:
    for text in ("", " \n", "---\n***", "# Only a heading", "…!?"):
        assert passages_of(document(text)) == ()
