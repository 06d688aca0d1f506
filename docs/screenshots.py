"""Takes the pictures in docs/images with Chromium: the page of a report and a site, by `make pictures`.

    python docs/screenshots.py FOLDER_OF_REPORTS

The folder holds `en.html`, `ja.html` and `zh.html`, and a site in `site/`.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
DESKTOP, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}
DRAWN = "document.querySelectorAll('article')[%d].scrollIntoView()"


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]).absolute()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )

        def page(name: str, *, phone: bool = False, dark: bool = False) -> Page:
            opened = browser.new_page(
                viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
                color_scheme="dark" if dark else "light",
            )
            opened.goto((folder / name).as_uri())
            return opened

        def take(shown: Page, name: str) -> None:
            shown.wait_for_timeout(300)
            shown.screenshot(path=IMAGES / f"{name}.png")

        take(page("en.html"), "report")
        diffs = page("zh.html", dark=True)
        diffs.locator("[value=split]").check()
        diffs.get_by_role("button", name="全部展开").click()
        diffs.evaluate(DRAWN % 7)
        take(diffs, "diffs-dark")
        take(page("ja.html", phone=True), "report-phone")
        table = page("en.html", phone=True)
        table.evaluate("document.getElementById('table').scrollIntoView()")
        take(table, "table-phone")
        take(page("site/index.html"), "site")
        search = page("site/search.html", dark=True)
        search.get_by_role("searchbox").fill("model")
        take(search, "search-dark")
        browser.close()


if __name__ == "__main__":
    main()
