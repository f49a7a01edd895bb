"""Read a file in a process of its own, which is ended when it takes too long or too much memory.

A thread can't be ended, and a few bytes of PDF can keep a reader busy for hours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict

from retrieval.sources.formats import Extracted, ExtractionError, read_html, read_pdf

# A PDF of the most text that is taken (some 400 pages) takes pypdf a quarter of this.
MOST_SECONDS = 60
# Of address space, in bytes; where the system knows such a limit.
MOST_MEMORY = 2_000_000_000
READERS: dict[str, Callable[[bytes], Extracted]] = {
    "html": lambda data: read_html(data.decode()),
    "pdf": read_pdf,
}


def apart(reader: str, data: bytes) -> Extracted:
    """Return what one of `READERS` makes of `data` ("html" takes UTF-8).

    Raises:
        ExtractionError: the bytes don't give text, or not within the limits.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "retrieval.sources.apart", reader],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractionError(
            "reading the file takes over {most} s; save its text as Markdown, or cut it into "
            "smaller files",
            most=MOST_SECONDS,
        ) from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise ExtractionError(
            "the {type} can't be read, or takes too much memory; save its text as Markdown",
            type=reader.upper(),
        ) from error
    if "phrase" in found:
        raise ExtractionError(found["phrase"], **found["values"])
    return Extracted(**found)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > MOST_MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


def _main() -> None:
    _limit_memory()
    try:
        found = asdict(READERS[sys.argv[1]](sys.stdin.buffer.read()))
    except ExtractionError as error:
        found = {"phrase": error.phrase, "values": error.values}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    _main()
