"""The command `chokepoint`: its subcommands, and what becomes of a fault."""

from bot.cli.app import main

__all__ = ["main"]
