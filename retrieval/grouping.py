"""Questions that ask the same, put together."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.encoder import Encoder

# Of all-MiniLM-L6-v2: paraphrases of a question lie above it, other questions on the same rule
# below. Chosen on the project's own questions and hand-made paraphrases.
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
