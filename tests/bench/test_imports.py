"""`python -m bench imports --quick --json` prints one object, and its list comes in as it was written."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURES = {
    *("rows", "import_s", "import_cpu_s", "import_rss_mb", "rows_per_s", "xlsx_cpu_s", "xlsx_rss_mb"),
    *("peer_cpu_s", "ratio_cpu_vs_peer"),
}


def test_quick_run_prints_the_figures_as_json() -> None:
    order = [sys.executable, "-m", "bench", "imports", "--quick", "--json"]
    told = json.loads(subprocess.run(order, check=True, capture_output=True, timeout=180, cwd=ROOT).stdout)
    figures = told["figures"]
    assert (told.keys(), told["bench"]) == ({"bench", "machine", "figures", "peers"}, "imports")
    assert (figures.keys(), all(figure > 0 for figure in figures.values())) == (FIGURES, True)
