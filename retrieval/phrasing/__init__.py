"""A chat model may phrase what the corpus says, never assert: the gate decides what is shown."""
