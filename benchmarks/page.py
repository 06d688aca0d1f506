"""Measures a report's HTML page: time to make it, size, and time for a browser to open and to filter it.

python benchmarks/page.py [--files 1000] [--repeat 5]
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from report import make_repository

_TIMES = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return JSON.stringify([paint ? paint.startTime : 0, page.loadEventEnd]);
}"""

# Until the filtered files are laid out; one key of a word that half of the files have.
_FILTER = """() => {
    const field = document.querySelector("#filter [name=text]");
    const started = performance.now();
    field.value = "page";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    return performance.now() - started;
}"""


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000, help="files in the report")
    parser.add_argument("--repeat", type=int, default=5, help="page loads, each in a new browser")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    with tempfile.TemporaryDirectory() as folder:
        repository = make_repository(Path(folder) / "repository", arguments.files)
        seconds = [made(repository, Path(folder) / f"page.{kind}", kind) for kind in ("json", "html")]
        page = Path(folder) / "page.html"
        opened = [times(page) for _ in range(arguments.repeat)]
        size = page.stat().st_size
    print("| files | size | seconds to make (to render) | first paint, seconds | loaded, seconds | filtered, seconds |")
    print("|---|---|---|---|---|---|")
    rendered = max(0.0, seconds[1] - seconds[0])
    shown = " | ".join(spread([each[part] for each in opened]) for part in (0, 1, 2))
    print(f"| {arguments.files} | {size / 1e6:.1f} MB | {seconds[1]:.1f} ({rendered:.1f}) | {shown} |")


def made(repository: Path, output: Path, kind: str) -> float:
    """Seconds to write a report of the last commit in the given format."""
    command = [sys.executable, "-m", "diff_insight", "report", "HEAD^!", "--no-model", "--lang", "en", "--quiet"]
    started = time.perf_counter()
    subprocess.run([*command, "--format", kind, "-o", str(output)], cwd=repository, check=True)
    return time.perf_counter() - started


def times(page: Path) -> tuple[float, float, float]:
    """Seconds from navigation start to first paint, and to the end of loading; then to filter the files by a word."""
    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        shown = browser.new_page()
        shown.goto(page.as_uri(), wait_until="load")
        shown.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        paint, loaded = json.loads(shown.evaluate(_TIMES))
        filtered = shown.evaluate(_FILTER)
        browser.close()
    return paint / 1000, loaded / 1000, filtered / 1000


def spread(seconds: list[float]) -> str:
    """Median with minimum and maximum."""
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"


if __name__ == "__main__":
    main()
