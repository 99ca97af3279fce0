"""Review in a real browser: judged by keys alone, words selected, edges moved; in text of both directions."""

import re
import time

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.test_browser import _WIDTHS, address, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
_SELECT = """
const [paragraph, word] = arguments;
const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const at = node.data.indexOf(word);
  if (at < 0) continue;
  const range = document.createRange();
  range.setStart(node, at + 1);
  range.setEnd(node, at + word.length - 1);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return true;
}
return false;
"""
_WORD = """
const [paragraph] = arguments;
for (const node of paragraph.childNodes) {
  const words = node.nodeType === 3 ? node.data.trim().split(/\\s+/).filter(word => word.length > 3) : [];
  const long = words.find(word => paragraph.textContent.split(word).length === 2 && /^[\\p{L}\\u200c]+$/u.test(word));
  if (long) return long;
}
return "";
"""


def opened(browser: webdriver.Chrome, address: str, language: str, kind: str = "") -> None:  # noqa: F811
    """The review of the first document of the list."""
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/review?sure=1&order=newest&ui={language}" + (f"&q=lang:{kind}" if kind else ""))
    browser.find_element(By.CSS_SELECTOR, ".queue h2 a").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".marking .text a[aria-current]"))


def pressed(browser: webdriver.Chrome, key: str) -> None:  # noqa: F811
    """A key on the page, and the page that it leads to."""
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(key)
    WebDriverWait(browser, 60).until(lambda _: _gone(body))
    WebDriverWait(browser, 60).until(lambda b: b.execute_script("return document.readyState") == "complete")


def _gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception:  # noqa: BLE001 - whatever says that the page is another one
        return True
    return False


def current(browser: webdriver.Chrome) -> str:  # noqa: F811
    return browser.find_element(By.CSS_SELECTOR, ".judge input[name=mention]").get_attribute("value") or ""


def test_twenty_judgements_by_keys_alone(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/review?sure=1&ui=fa")
    first = browser.find_element(By.CSS_SELECTOR, "input[name=mention]").get_attribute("value")
    began = time.monotonic()
    for turn in range(20):
        pressed(browser, "x" if turn % 3 == 0 else "a")
    assert time.monotonic() - began < 60, "a reviewer reaches twenty a minute"
    assert browser.find_element(By.CSS_SELECTOR, "input[name=mention]").get_attribute("value") != first
    pressed(browser, "z")
    assert browser.find_elements(By.CSS_SELECTOR, ".queue > li")


@pytest.mark.parametrize(("language", "kind"), [("fa", "ar"), ("en", "fa")])
def test_a_document_is_gone_through_and_put_right(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
    kind: str,
) -> None:
    opened(browser, address, language, kind)
    body = browser.find_element(By.TAG_NAME, "body")
    # a body, whichever is first: the value of a date with one word more may be unknown, and is asked for
    one = browser.find_element(By.CSS_SELECTOR, ".marking .text a.mention.org")
    if not one.get_attribute("aria-current"):
        one.click()
        WebDriverWait(browser, 60).until(lambda _: _gone(body))
    first = current(browser)
    pressed(browser, "n")
    second = current(browser)
    assert second != first
    pressed(browser, "p")
    assert current(browser) == first
    pressed(browser, "]")
    told = browser.find_element(By.TAG_NAME, "main").text[:600]
    assert browser.find_elements(By.CSS_SELECTOR, ".said.corrected"), told
    assert current(browser) == first
    pressed(browser, "[")
    pressed(browser, "z")
    pressed(browser, "a")
    assert current(browser) != first
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("?")
    sheet = WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#keys-sheet[open]"))[0]
    assert len(sheet.find_elements(By.TAG_NAME, "dt")) >= 12


def test_what_was_missed_is_selected_and_snaps_to_words(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    opened(browser, address, "ar", "fa")
    paragraphs = browser.find_elements(By.CSS_SELECTOR, ".marking .text p[id]")
    found = ((p, browser.execute_script(_WORD, p)) for p in paragraphs)
    paragraph, word = next((p, w) for p, w in found if w)
    assert browser.execute_script(_SELECT, paragraph, word)
    form = browser.find_element(By.ID, "add")
    typed = form.find_element(By.NAME, "words")
    WebDriverWait(browser, 60).until(lambda _: typed.get_attribute("value"))
    assert word in str(typed.get_attribute("value"))
    form.find_element(By.CSS_SELECTOR, "option[value=PLACE]").click()
    form.find_element(By.CSS_SELECTOR, "button[value=add]").click()
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".said.added"))
    assert word in browser.find_element(By.CSS_SELECTOR, ".judge h2").text


@pytest.mark.parametrize("width", [1280, 390])
def test_marks_part_no_letters_and_nothing_overflows(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    width: int,
) -> None:
    for kind in ("fa", "ar"):
        opened(browser, address, "fa", kind)
        browser.set_window_size(width, 900)
        browser.execute_async_script("document.fonts.ready.then(arguments[0])")
        for drawn, plain, text in browser.execute_script(_WIDTHS):
            assert abs(drawn - plain) < 0.6, text
        root = "return document.documentElement"
        assert browser.execute_script(f"{root}.scrollWidth <= {root[7:]}.clientWidth")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_escape_closes_why_and_gives_the_focus_back(browser: webdriver.Chrome, address: str, language: str) -> None:  # noqa: F811
    opened(browser, address, language)
    before = current(browser)
    pressed(browser, "w")
    assert browser.switch_to.active_element.get_attribute("id") == "why"
    told = browser.find_element(By.CSS_SELECTOR, "details.why").text
    assert not re.search(r"\b[a-z]+[._][a-z_]+\b", told), "rules and tables are said in words"
    pressed(browser, Keys.ESCAPE)
    assert not browser.find_elements(By.ID, "why")
    assert browser.switch_to.active_element.get_attribute("id") == "ask-why"
    assert current(browser) == before
    browser.get(f"{address}/documents/{browser.current_url.split('/review/')[1].split('?')[0]}")
    asked = browser.find_element(By.CSS_SELECTOR, "a.why")
    identity = asked.get_attribute("id")
    asked.click()
    pressed(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element.get_attribute("id") == identity


_WORKING = """
const done = arguments[0];
document.getElementById("ask-why").click();
setTimeout(() => {
  const said = document.querySelector(".working[role=status]");
  done([said?.textContent, said?.previousElementSibling.ariaBusy]);
}, 600);
"""


@pytest.mark.parametrize(("language", "said"), [("fa", "در حال کار…"), ("ar", "جارٍ العمل…"), ("en", "Working…")])
def test_who_waits_for_why_is_told_that_it_works(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
    said: str,
) -> None:
    opened(browser, address, language)
    slow = {"offline": False, "latency": 2500, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
    try:
        assert browser.execute_async_script(_WORKING) == [said, "true"]
        WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.ID, "why"))
    finally:
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", {**slow, "latency": 0})
    assert not browser.find_elements(By.CLASS_NAME, "working")


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_on_a_phone_there_is_room_to_type_what_the_queue_is_narrowed_by(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
) -> None:
    browser.set_window_size(390, 900)
    browser.get(f"{address}/review?ui={language}")
    assert browser.find_element(By.CSS_SELECTOR, "form.tools input[type=search]").size["width"] > 200
