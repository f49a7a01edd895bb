"""One feature a file; a cog only receives events."""
