"""Quality and speed of retrieval, measured beside stock pipelines with the same weights."""
