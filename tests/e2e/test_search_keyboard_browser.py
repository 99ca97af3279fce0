"""The list of results by keyboard: where one is after a choice that loads the page anew, and what the sheet names."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from scripts.shots import served
from tests.e2e.test_browser import browser  # noqa: F401 - a fixture
from tests.unit.pipeline.test_monitors import read

pytestmark = pytest.mark.browser
_MOST = 120
"""Steps of the Tab key on the way to a control."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    with Workspace(Settings(workspace=folder / "ws", workers=1)) as space:
        text = "سیل راه‌های میبد را بست و شهرداری میبد پل تازه‌ای ساخت."
        read(space, folder, *({"id": f"d{n}", "title": f"سیل {n}", "text": f"{text} {n}"} for n in (1, 2)))
        space.upkeep.settle()
    with served(folder / "ws") as there:
        yield there


def keys(browser: webdriver.Chrome, *pressed: str) -> None:  # noqa: F811
    ActionChains(browser).send_keys(*pressed).perform()


def focused(browser: webdriver.Chrome) -> str:  # noqa: F811
    return str(browser.execute_script("return document.activeElement.id || document.activeElement.tagName"))


def to(browser: webdriver.Chrome, selector: str) -> None:  # noqa: F811
    """Goes on with the Tab key to an element."""
    for _ in range(_MOST):
        if browser.execute_script("return document.activeElement.matches(arguments[0])", selector):
            return
        keys(browser, Keys.TAB)
    raise AssertionError(f"no key leads to {selector}")


def until(browser: webdriver.Chrome, part: str, there: str) -> None:  # noqa: F811
    """Waits for the page of an address, and for the focus to be back."""
    WebDriverWait(browser, 20).until(lambda b: part in b.current_url and focused(b) == there)


def test_who_narrows_by_keyboard_goes_on_from_there(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q={quote('سیل')}&ui=fa")
    to(browser, "a.skip[href='#filters']")
    keys(browser, Keys.ENTER)
    to(browser, "[data-back='facet-org'] a.not")
    keys(browser, Keys.ENTER)
    until(browser, "exclude=", "facet-org" if browser.find_elements("id", "facet-org") else "results")
    browser.get(f"{address}/?q={quote('سیل')}&ui=fa")
    to(browser, "#since")
    keys(browser, "1404", Keys.ENTER)
    until(browser, "since=1404", "since")


def test_who_stars_by_keyboard_stays_at_the_star(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q={quote('سیل')}&ui=fa")
    browser.find_element("css selector", ".hit h2 a").click()
    WebDriverWait(browser, 20).until(lambda b: "/documents/" in b.current_url)
    to(browser, "#star")
    keys(browser, Keys.ENTER)
    status = ".shelf-tools [role=status]"
    WebDriverWait(browser, 20).until(lambda b: b.find_elements("css selector", status) and focused(b) == "star")
    told = browser.find_element("css selector", status)
    assert told.is_displayed()
    box = browser.execute_script(
        "const b = arguments[0].getBoundingClientRect(); return [b.top, innerHeight - b.bottom]", told
    )
    assert min(box) >= 0, "what is said can be seen where one is"


def test_the_sheet_names_the_keys_of_a_list(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q={quote('سیل')}&ui=en")
    browser.execute_script("document.activeElement.blur()")
    keys(browser, "?")
    sheet = browser.find_element("id", "keys-sheet")
    assert {one.text for one in sheet.find_elements("tag name", "kbd")} >= {"/", "w", "j", "k"}
    browser.get(f"{address}/settings?ui=en")
    keys(browser, "?")
    assert "j" not in {one.text for one in browser.find_elements("css selector", "#keys-sheet kbd")}


@pytest.mark.parametrize(("typed", "override"), [("بهمن ۱۳۹۱", False), ("٢٠٢٥-٠٨-١٣", True), ("July 2015", False)])
def test_letters_of_a_day_are_joined_and_figures_stand_in_order(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    typed: str,
    override: bool,
) -> None:
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q={quote('سیل')}&ui=fa")
    drawn = "return getComputedStyle(document.getElementById('since')).unicodeBidi.includes('override')"
    browser.find_element("id", "since").send_keys(typed)
    assert browser.execute_script(drawn) == override
    browser.get(f"{address}/?q={quote('سیل')}&ui=fa&since={quote(typed)}")
    assert browser.execute_script(drawn) == override, "also as the server drew it"
