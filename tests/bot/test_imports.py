"""The bot speaks Discord's protocol: it doesn't know the playground."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).parents[2] / "bot"
PLAYGROUND = "bot.playground"
# The one place that starts a playground, where there is no token.
STARTS_IT = {BOT / "cli" / "run.py"}


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of all that a module imports, wherever in it."""
    package = path.relative_to(BOT.parent).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*above, *filter(None, [node.module])))
            yield from (f"{module}.{one.name}" for one in node.names)


def knows_the_playground(path: Path) -> bool:
    return any(f"{name}.".startswith(f"{PLAYGROUND}.") for name in imported(path))


def test_nothing_of_the_bot_but_run_imports_the_playground() -> None:
    modules = set(BOT.rglob("*.py"))
    outside = {path for path in modules if BOT / "playground" not in path.parents}
    assert {path for path in outside if knows_the_playground(path)} == STARTS_IT
