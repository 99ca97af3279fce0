"""The month beside a field that takes days, in a real browser: by keyboard, in three calendars, both directions."""

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
