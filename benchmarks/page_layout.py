"""Measures what a reader sees of reports' pages first, how long they are, and whether facts lead to their lines.

python benchmarks/page_layout.py PAGE.html...
"""

import argparse
import json
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDE, PHONE = (1440, 900), (390, 844)

_SEEN = """() => [...document.querySelectorAll("article.topic, #highlights ~ ul > li")]
    .filter((told) => told.getBoundingClientRect().top < innerHeight).length"""

_HEIGHT = "document.documentElement.scrollHeight"

# The share of the largest tile, and how many have a name.
_MAP = """() => {
    const tiles = [...document.querySelectorAll(".map .box")].map((tile) => {
        const { width, height } = tile.querySelector("rect");
        return [tile.querySelector("title").textContent, width.baseVal.value * height.baseVal.value];
    });
    const whole = tiles.reduce((sum, [, area]) => sum + area, 0);
    const [name, area] = tiles.sort((one, other) => other[1] - one[1])[0];
    const named = document.querySelectorAll(".map text").length;
    return JSON.stringify([name.split(":")[0], area / whole, named, tiles.length]);
}"""

# Every diff is drawn; links of facts whose line is in none of them lead nowhere.
_LINKS = """() => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    const links = () => [...document.querySelectorAll("a[href^='#item-']")]
        .map((link) => link.getAttribute("href").slice(1)).filter((place) => /-[on]\\d+$/.test(place));
    const dead = () => links().filter((place) => !document.getElementById(place)).length;
    return new Promise((done) => setTimeout(() => done(JSON.stringify([links().length, dead()])), 3000));
}"""


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path, help="pages made with `report --format html`")
    arguments = parser.parse_args()
    print(
        "| page | topics on the first screen, 1440 and 390 px | height at 390 px | largest tile | named tiles | ",
        end="",
    )
    print("named tiles | links of facts, dead |\n|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for page in arguments.pages:
            print(row(browser, page))
        browser.close()


def row(browser: Browser, page: Path) -> str:
    """The row of a page."""
    seen = []
    for width, height in (WIDE, PHONE):
        shown = browser.new_page(viewport={"width": width, "height": height})
        shown.goto(page.absolute().as_uri(), wait_until="load")
        seen.append(shown.evaluate(_SEEN))
        if (width, height) == PHONE:
            long = shown.evaluate(_HEIGHT)
        else:
            name, share, named, tiles = json.loads(shown.evaluate(_MAP))
            links, dead = json.loads(shown.evaluate(_LINKS))
        shown.close()
    tile = f"{name}, {share:.0%} | {named} of {tiles}"
    return f"| {page.stem} | {seen[0]}, {seen[1]} | {long:,} | {tile} | {links:,}, {dead} |"


if __name__ == "__main__":
    main()
