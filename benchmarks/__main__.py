"""`python -m benchmarks [speed|quality|facts]`: one of them, or speed and quality."""

from __future__ import annotations

import sys

from benchmarks import fact_check, quality, speed

RUNS = {"speed": speed.main, "quality": quality.main}
CHECKS = {"facts": fact_check.main}


def main() -> None:
    """Run what the first argument names, or every measurement without arguments."""
    if len(sys.argv) == 1:
        for run in RUNS.values():
            run([])
    elif named := (RUNS | CHECKS).get(sys.argv[1]):
        named(sys.argv[2:])
    else:
        known = ", ".join(RUNS | CHECKS)
        sys.exit(f"python -m benchmarks knows {known}; not {sys.argv[1]}.")


if __name__ == "__main__":
    main()
