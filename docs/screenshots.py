"""Takes the pictures in docs/images with Chromium: the page of a report and a site, by `make pictures`.

    python docs/screenshots.py FOLDER_OF_REPORTS

The folder holds `en.html`, `ja.html` and `zh.html`, and a site in `site/`.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


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

        for language, name in (("en", "report"), ("ja", "report-ja"), ("zh", "report-zh")):
            dark = language == "zh"
            take(page(f"{language}.html", dark=dark), name)
            take(page(f"{language}.html", phone=True, dark=dark), f"{name}-phone")
        overview = page("en.html")
        overview.evaluate("document.getElementById('overview').scrollIntoView()")
        take(overview, "files")
        diffs = page("zh.html", dark=True)
        diffs.locator("[value=split]").check()
        file = diffs.locator("article.file", has_text="src/diff_insight/reports/formats.py")
        file.locator("summary").first.click()
        file.evaluate("(file) => file.scrollIntoView()")
        take(diffs, "diffs-dark")
        files = page("en.html", phone=True)
        files.evaluate("document.getElementById('contents').scrollIntoView()")
        take(files, "files-phone")
        take(page("site/index.html"), "site")
        search = page("site/search.html", dark=True)
        search.get_by_role("searchbox").fill("model")
        take(search, "search-dark")
        browser.close()


if __name__ == "__main__":
    main()
