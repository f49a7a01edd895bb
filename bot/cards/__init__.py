"""What is shown: pure functions from what the librarian says to Discord messages.

The only place that knows Discord's size limits.
"""
