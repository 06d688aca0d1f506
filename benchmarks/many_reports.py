"""Measures `diff-insight site build`: a first build, a second one, and one after a further report.

python benchmarks/many_reports.py [--reports 1000] [--files 17] [--repeat 3]
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from diff_insight.reports.json_text import render_json
from diff_insight.reports.report import Report
from report import make_repository

CATEGORIES = ("openai", "search", "speech", "vision", "studio")


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000, help="reports in the site")
    parser.add_argument("--files", type=int, default=17, help="files in each report")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    print("| build | seconds (least to most) | size of the site |\n|---|---|---|")
    done = [builds(arguments.reports, arguments.files) for _ in range(arguments.repeat)]
    for place, name in enumerate(("first", "second", "after one more report")):
        seconds = sorted(each[place][0] for each in done)
        spread = f"{statistics.median(seconds):.1f} ({seconds[0]:.1f} to {seconds[-1]:.1f})"
        print(f"| {name} | {spread} | {done[0][place][1] / 1e6:.0f} MB |")


def builds(number: int, files: int) -> list[tuple[float, int]]:
    """Seconds of each of the three builds, with the resulting size of the site in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        reports.mkdir()
        model = made(Path(folder), files)
        for place in range(number):
            write(reports, model, place)
        command = [sys.executable, "-m", "diff_insight", "site", "build", "--quiet"]
        measured: list[tuple[float, int]] = []
        for place in range(3):
            if place == 2:
                write(reports, model, number)
            started = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True)
            seconds = time.perf_counter() - started
            size = sum(file.stat().st_size for file in (Path(folder) / "site").rglob("*") if file.is_file())
            measured.append((seconds, size))
    return measured


def made(folder: Path, files: int) -> Report:
    """A report of a generated commit; the others are copies of it with other dates and categories."""
    repository = make_repository(folder / "repository", files)
    command = [sys.executable, "-m", "diff_insight", "report", "HEAD^!", "--no-model", "--lang", "en", "--quiet"]
    done = subprocess.run(
        [*command, "--format", "json", "-o", "-"], cwd=repository, capture_output=True, check=True
    )  # fmt: skip
    return Report.model_validate_json(done.stdout)


def write(folder: Path, model: Report, place: int) -> None:
    """Write a copy with its own date and category."""
    day = date(2025, 1, 1) + timedelta(days=place // len(CATEGORIES))
    category = CATEGORIES[place % len(CATEGORIES)]
    copy = model.model_copy(update={"date": day, "category": category})
    (folder / f"{day}-{category}.json").write_text(render_json(copy), "utf-8")


if __name__ == "__main__":
    main()
