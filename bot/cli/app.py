"""The subcommands put together, and the way from a fault to one plain line and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import typer

from bot.cli import answers, check, corpus, doctor, evaluate, run
from bot.cli.shared import FAULT, USAGE
from retrieval.errors import ChokepointError, reference_id

app = typer.Typer(
    name="chokepoint",
    help="Answers questions about chip export policy from a corpus, and proves every sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(run.run)
app.command()(answers.ask)
app.command()(check.check)
app.command()(answers.batch)
app.add_typer(corpus.app, name="corpus")
app.command()(evaluate.evaluate)
app.command()(doctor.doctor)

_log = logging.getLogger("chokepoint")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 a fault, 2 usage, 3 abstained."""
    # Set before torch and tokenizers are imported: quiet, offline unless the operator says else.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    root = logging.getLogger()
    for handler in root.handlers:
        # bm25s sets a level of its own; what the operator set holds for every logger.
        handler.addFilter(lambda record: record.levelno >= root.level)
    try:
        result = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.TyperException as error:
        print(_usage(error), file=sys.stderr)
        return USAGE
    except ChokepointError as error:
        print(error, file=sys.stderr)
        return FAULT
    except (KeyboardInterrupt, typer.Abort):
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return FAULT
    except Exception:
        reference = reference_id()
        _log.exception("reference %s", reference)
        print(
            f"Something went wrong in Chokepoint itself (reference {reference}).", file=sys.stderr
        )
        return FAULT
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    words = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{words} See `{context.command_path if context else 'chokepoint'} --help`."
