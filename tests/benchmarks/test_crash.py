"""A process that is killed in the middle of changing the corpus loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KILLS = 6


def test_after_each_kill_the_index_serves_and_agrees_with_the_files() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "crash", str(KILLS)],
        capture_output=True,
        text=True,
        timeout=170,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills" in done.stdout
    assert "0 with faults" in done.stdout
