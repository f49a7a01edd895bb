"""Grounded answers from a corpus of articles and quotes; knows nothing of Discord."""
