"""What axe-core finds in the pages, light and dark: nothing. The browser and the server are those of test_browser."""

from pathlib import Path

import axe_selenium_python
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures
from tests.makers import scanned

pytestmark = pytest.mark.browser
_AXE = Path(axe_selenium_python.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(found => done(found.violations.map(
  violation => [violation.id, violation.nodes.length, violation.nodes[0].html.slice(0, 200)])));
"""
_SMALL = """
return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")].filter(e => {
  const r = e.getBoundingClientRect();
  const inText = ["inline", "contents"].includes(getComputedStyle(e).display);
  const small = r.width < 23.5 || r.height < 23.5;
  return r.width && !inText && small && !e.closest("svg, .plot, .skip, .skip-to, .hidden");
}).map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().width, e.getBoundingClientRect().height]);
"""
_PATHS = (
    "/",
    "/?q=تفاهم نامه",
    "/?q=تفاهم نامه&view=table",
    "/?q=تفاهم نامه&view=cards",
    "/?q=%22یزد",
    "/batch?q=تفاهم نامه",
    "/facets/org?q=",
    "/entities",
    "/entities/pairs",
    "/review?sure=1",
    "/review?sure=1&order=alike",
    "/counts",
    "/counts?unit=نفر",
    "/counts?unit=نفر&by=body",
    "/agreements?kind=mou",
    "/agreements?list=unsigned",
    "/counts/agreements?by=partner",
    "/decrees?act=appointed",
    "/decrees?list=holders",
    "/meetings?modality=held",
    "/meetings?list=due",
    "/counts/meetings",
    "/counts/decrees?by=body",
    "/organisations?agreements=true",
    "/organisations/lists",
    "/upload",
    "/shelf",
    "/alerts",
    "/digest",
    "/digest/mails",
    "/monitors",
    "/trends",
    "/sources",
    "/settings",
    "/help",
    "/docs",
    "/nothing",
)


def first(browser: webdriver.Chrome, address: str) -> str:  # noqa: F811
    """The page of what stands first in the list that is shown."""
    link = browser.find_element(By.CSS_SELECTOR, ".entries-list h2 a")
    return str(link.get_attribute("href")).removeprefix(address)


def paths(browser: webdriver.Chrome, address: str) -> list[str]:  # noqa: F811
    browser.get(f"{address}/?q=تفاهم نامه")
    document = str(browser.find_element(By.CSS_SELECTOR, ".hit h2 a").get_attribute("href"))
    there = document.rpartition("/")[2].partition("?")[0]
    key = scanned("")[0].key
    browser.get(f"{address}/agreements?kind=mou")
    entry = first(browser, address)
    listed = []
    for path in ("/decrees", "/meetings", "/organisations"):
        browser.get(address + path)
        listed.append(first(browser, address))
    compared = [
        entry,
        *listed,
        f"/compare?a={key}",
        f"/compare?a={key}&b={there}&show=all",
    ]
    return [
        *_PATHS,
        *compared,
        *beside(browser, address),
        document.removeprefix(address),
        f"/documents/{key}",
        f"/documents/{key}?q=تفاهم",
        f"/pages/{key}/1",
        f"/review/{key}",
        f"/review/{there}",
    ]


def beside(browser: webdriver.Chrome, address: str) -> list[str]:  # noqa: F811
    """Pages about one document or run: with the original beside the text, details, what is blacked out, what failed."""
    browser.get(f"{address}/?q=kind:html")
    key = (
        str(browser.find_element(By.CSS_SELECTOR, ".hit h2 a").get_attribute("href"))
        .rpartition("/")[2]
        .partition("?")[0]
    )
    browser.get(f"{address}/upload")
    run = str(browser.find_element(By.CSS_SELECTOR, ".jobs a").get_attribute("href")).removeprefix(address)
    browser.get(f"{address}/entities")
    entity = str(browser.find_element(By.CSS_SELECTOR, ".entities a").get_attribute("href")).removeprefix(address)
    there = f"/documents/{key}"
    return [
        f"{there}?beside=1",
        f"{there}/about",
        f"{there}/redact",
        run,
        "/runs",
        "/failures",
        entity,
        "/review/bulk?label=ORG",
    ]


@pytest.mark.parametrize(("scheme", "language"), [("light", "fa"), ("light", "ar"), ("dark", "ar"), ("dark", "en")])
def test_axe_finds_nothing(browser: webdriver.Chrome, address: str, scheme: str, language: str) -> None:  # noqa: F811
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.set_window_size(1280, 900)
    for path in paths(browser, address):
        browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui={language}")
        browser.execute_script(_AXE.read_text(encoding="utf-8"))
        assert browser.execute_async_script(_RUN) == [], path
        assert len(browser.find_elements(By.TAG_NAME, "h1")) == 1, path
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_targets_are_large_enough(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    """WCAG 2.2, 2.5.8: 24 pixels, but for links in running text."""
    browser.set_window_size(390, 900)
    for path in paths(browser, address):
        browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui=fa")
        assert browser.execute_script(_SMALL) == [], path
