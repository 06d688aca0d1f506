"""A real browser for pages from disk; every request that leaves a page and every complaint of its console is noted."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.needs import needed

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
# Without these Chromium looks for its maker's hosts at every start.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        needed("no Chromium is installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from disk; at the end no request may have left it and no console may have complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(page: Path | str, *, width: str = "desktop", dark: bool = False) -> Page:
        if isinstance(page, str):
            (tmp_path / "page.html").write_text(page, "utf-8")
            page = tmp_path / "page.html"
        context = browser.new_context(
            viewport=PHONE if width == "phone" else DESKTOP,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        shown = context.new_page()
        shown.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
        shown.goto(page.as_uri())
        return shown

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page, by the rules of WCAG 2.2 AA and its best practices."""
    if not AXE.is_file():
        needed(f"axe-core is not installed: run `npm ci` in {AXE.parents[2]}")

    def found(page: Page) -> list[str]:
        page.evaluate(AXE.read_text("utf-8"))  # by the debugger, which the page's policy does not bind
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return found
