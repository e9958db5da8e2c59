"""`python -m bench mixed --quick --json` prints one object, as whoever reads figures from outside expects it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURES = {"p50_ms", "p99_ms", "idle_p50_ms", "idle_p99_ms", "ratio_p99_vs_idle"}


def test_quick_run_prints_the_figures_as_json() -> None:
    order = [sys.executable, "-m", "bench", "mixed", "--quick", "--json"]
    told = json.loads(subprocess.run(order, check=True, capture_output=True, timeout=180, cwd=ROOT).stdout)
    figures = told["figures"]
    assert (told.keys(), told["bench"]) == ({"bench", "machine", "figures", "peers"}, "mixed")
    assert (figures.keys(), all(figure > 0 for figure in figures.values())) == (FIGURES, True)
