"""Buttons, menus and modals that go on working after a restart."""
