"""Long texts in parts: exact stretches, none too long, nothing but white space between them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.text_parts import parts_of

TEXTS = st.text(st.sampled_from("ab#. \n\u3000。é"), max_size=400)


@given(TEXTS, st.integers(3, 60))
@example("", 3)
@example("a" * 100, 7)
def test_the_parts_hold_all_but_the_white_space_between_them(text: str, longest: int) -> None:
    parts = parts_of(text, longest)
    between = [0, *(place for part in parts for place in (part.start, part.end)), len(text)]
    assert between == sorted(between)
    for start, end in zip(between[::2], between[1::2], strict=True):
        assert not text[start:end].strip()
    for part in parts:
        stretch = text[part.start : part.end]
        assert 0 < len(stretch) <= longest
        assert stretch == stretch.strip()


def test_a_part_ends_where_a_reader_would_end_it() -> None:
    text = "# One\n\nFirst line here.\nSecond line.\n\n# Two\n\nThird line is here. Fourth."
    cut = [text[part.start : part.end] for part in parts_of(text, 50)]
    assert cut == [
        "# One\n\nFirst line here.\nSecond line.",
        "# Two\n\nThird line is here. Fourth.",
    ]
    text = "One two. Three four."
    assert [text[part.start : part.end] for part in parts_of(text, 12)] == [
        "One two.",
        "Three four.",
    ]
