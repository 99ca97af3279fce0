"""What a designer would see: words whole, nothing beside its sheet, signs in the middle of their circles."""

import pytest
from selenium import webdriver

from search_api.pages.navigation import SECTIONS
from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
_BROKEN = """
const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = texts.nextNode(); node; node = texts.nextNode()) {
  const holder = node.parentElement;
  if (!holder.getClientRects().length || holder.closest("script, style, template, textarea, .hidden, svg")) continue;
  for (const word of node.textContent.matchAll(/[\\u0620-\\u06ff\\u200c]{2,}/g)) {
    const range = document.createRange();
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const lines = new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.top / 6)));
    if (lines.size > 1) found.push(word[0]);
  }
}
return found;
"""
_PATHS = (*(section.href for section in SECTIONS), "/?q=تفاهم نامه", "/settings", "/batch", "/entities/pairs")


def sized(browser: webdriver.Chrome, width: int) -> None:  # noqa: F811
    """A window that is as narrow as a phone, too: browsers themselves stop at 500."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_word_is_broken_and_no_page_is_wider_than_its_window(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
    width: int,
) -> None:
    """The letters of a state («انجام شد») stood below each other in a narrow table."""
    sized(browser, width)
    try:
        for path in _PATHS:
            browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui={language}")
            assert browser.execute_script(_BROKEN) == [], path
            assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth + 1"), path
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_as_many_bars_as_there_are_years_stay_in_their_figure(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    """One document of 1906 among those of today: 120 bars reached beyond the sheet."""
    browser.get(f"{address}/?q=*&sort=newest&ui=fa")
    held = browser.execute_script("""
        const plot = document.querySelector(".plot");
        while (plot.children.length < 250) plot.append(plot.firstElementChild.cloneNode(true));
        return plot.scrollWidth <= plot.clientWidth + 1;
    """)
    assert held


def test_the_sign_that_excludes_stands_in_the_middle_of_its_circle(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    browser.get(f"{address}/?q=تفاهم نامه&ui=fa")
    aside = browser.execute_script("""
        const sign = document.querySelector(".facets .not"), range = document.createRange();
        range.selectNodeContents(sign);
        const [inner, outer] = [range.getBoundingClientRect(), sign.getBoundingClientRect()];
        return Math.abs((inner.left + inner.right) - (outer.left + outer.right)) / 2;
    """)
    assert aside <= 1.5
