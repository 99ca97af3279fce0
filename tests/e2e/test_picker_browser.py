"""The month beside a field that takes days, in a real browser: by keyboard, in three calendars, both directions."""

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser


def focused(window: webdriver.Chrome) -> str:
    return str(window.execute_script("return document.activeElement.dataset.typed || ''"))


def reached(window: webdriver.Chrome, typed: str) -> None:
    WebDriverWait(window, 20).until(lambda b: focused(b) == typed, f"{typed} is not reached, but {focused(window)}")


def press(window: webdriver.Chrome, *keys: str) -> None:
    ActionChains(window).send_keys(*keys).perform()


@pytest.mark.parametrize(("ui", "onward"), [("fa", Keys.ARROW_LEFT), ("ar", Keys.ARROW_LEFT), ("en", Keys.ARROW_RIGHT)])
def test_a_day_is_chosen_by_keyboard_alone(browser: webdriver.Chrome, address: str, ui: str, onward: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q=%2A&ui={ui}&since=1404-05-31")
    field = browser.find_element(By.CSS_SELECTOR, "input[name=since][data-pick]")
    browser.execute_script("arguments[0].focus()", field)
    press(browser, Keys.TAB, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: focused(b))
    browser.find_element(By.CSS_SELECTOR, ".picker [data-calendar=jalali]").click()
    reached(browser, "1404-05-31")
    press(browser, onward)
    reached(browser, "1404-06-01")
    press(browser, Keys.ARROW_UP)
    reached(browser, "1404-05-25")
    press(browser, Keys.PAGE_DOWN)
    reached(browser, "1404-06-25")
    browser.find_element(By.CSS_SELECTOR, ".picker [data-calendar=hijri]").click()
    reached(browser, "1447-03-24")
    press(browser, Keys.ENTER)
    assert field.get_attribute("value") == "1447-03-24"
    assert browser.switch_to.active_element == field
    assert not browser.find_elements(By.CSS_SELECTOR, "dialog[open]")


def test_escape_leaves_the_field_as_it_was(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q=%2A&ui=fa&until=1404-05-22")
    browser.find_elements(By.CSS_SELECTOR, "button.pick")[1].click()
    reached(browser, "1404-05-22")
    press(browser, Keys.ARROW_DOWN)
    reached(browser, "1404-05-29")
    press(browser, Keys.ESCAPE)
    WebDriverWait(browser, 20).until(lambda b: not b.find_elements(By.CSS_SELECTOR, "dialog[open]"))
    assert browser.find_element(By.CSS_SELECTOR, "input[name=until][data-pick]").get_attribute("value") == "1404-05-22"


def test_the_last_day_goes_with_the_first_where_both_were_one(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    found = httpx.get(f"{address}/api/v1/review", params={"label": "DATE", "sure": "true", "limit": 50}).json()["items"]
    one = next(m for m in found if m["mention"]["value"].get("start") == m["mention"]["value"].get("end") is not None)
    browser.get(f"{address}/review/{one['document']}?m={one['mention']['id']}&ui=fa")

    def days() -> list[str]:
        return [str(browser.find_element(By.NAME, name).get_attribute("value")) for name in ("v_start", "v_end")]

    def choose(at: int, key: str) -> None:
        browser.find_elements(By.CSS_SELECTOR, ".values button.pick")[at].click()
        WebDriverWait(browser, 20).until(lambda b: focused(b))
        before = focused(browser)
        press(browser, key)
        WebDriverWait(browser, 20).until(lambda b: focused(b) not in ("", before))
        press(browser, Keys.ENTER)
        WebDriverWait(browser, 20).until(lambda b: not b.find_elements(By.CSS_SELECTOR, "dialog[open]"))

    first, last = days()
    assert first == last
    choose(0, Keys.ARROW_DOWN)
    moved, with_it = days()
    assert moved == with_it != first
    choose(1, Keys.ARROW_DOWN)  # a range now: the first day goes alone from here on
    start, end = days()
    assert (start, end != start) == (moved, True)
    choose(0, Keys.ARROW_UP)
    assert (days()[0] != start, days()[1]) == (True, end)
