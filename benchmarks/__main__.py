"""`python -m benchmarks [speed|quality]`: one of the two, or both."""

from __future__ import annotations

import sys

from benchmarks import quality, speed

RUNS = {"speed": speed.main, "quality": quality.main}


def main() -> None:
    """Run what the first argument names, or everything without arguments."""
    if len(sys.argv) == 1:
        for run in RUNS.values():
            run([])
    elif sys.argv[1] in RUNS:
        RUNS[sys.argv[1]](sys.argv[2:])
    else:
        sys.exit(f"python -m benchmarks knows {' and '.join(RUNS)}, not {sys.argv[1]}.")


if __name__ == "__main__":
    main()
