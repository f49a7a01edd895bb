"""`python -m benchmarks [NAME]`: the measurement of that name, or speed and quality."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

# Imported when run: comparing the corpus with the fact sheet needs no encoder.
RUNS = {
    "speed": "benchmarks.speed",
    "quality": "benchmarks.quality",
    "answers": "benchmarks.answers",
}
CHECKS = {
    "ablation": "benchmarks.ablation",
    "calibration": "benchmarks.calibration",
    "unasked": "benchmarks.unasked",
    "facts": "benchmarks.fact_check",
    "gate": "benchmarks.gate",
    "claims": "benchmarks.claims",
    "crash": "benchmarks.crash",
    "phrasing": "benchmarks.phrasing",
}


def main() -> None:
    """Run what the first argument names, or every measurement without arguments."""
    known = RUNS | CHECKS
    if len(sys.argv) == 1:
        for module in RUNS.values():
            _run(module, [])
    elif sys.argv[1] in known:
        _run(known[sys.argv[1]], sys.argv[2:])
    else:
        sys.exit(f"python -m benchmarks knows {', '.join(known)}; not {sys.argv[1]}.")


def _run(module: str, arguments: Sequence[str]) -> None:
    import_module(module).main(arguments)


if __name__ == "__main__":
    main()
