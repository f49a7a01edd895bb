"""Questions that ask the same, put together."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.encoder import Encoder

# Measured with all-MiniLM-L6-v2: 7 of 12 hand-made paraphrases lie above it, and 46 of 27,419 pairs
# of the project's questions that are about different documents. A gap listed twice is better than
# two gaps in one.
SIMILAR = 0.7


def group_similar(texts: Sequence[str], encoder: Encoder) -> list[list[int]]:
    """Return positions of `texts` in groups, the largest first, then in their own order.

    Each text joins the first group whose first text is near enough in cosine.
    """
    vectors = encoder.encode_questions(texts)
    groups: list[list[int]] = []
    for i, vector in enumerate(vectors):
        for group in groups:
            if float(vectors[group[0]] @ vector) >= SIMILAR:
                group.append(i)
                break
        else:
            groups.append([i])
    return sorted(groups, key=lambda group: -len(group))
