"""Organisations in a real browser: a list with filters, one of them, and a databank taken in and back."""

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
_WIDER = "return document.documentElement.scrollWidth > window.innerWidth"
_ROWS = "نام;شهر;شماره ثبت;تعداد اعضا\nخانه مهر کویر;بافق;۱۲;۴۰\nخانه باد کویر;بافق;۱۳;=1+1\n;بافق;;\n"


def rows(browser: webdriver.Chrome) -> list[str]:  # noqa: F811
    return [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".entries-list h2 a")]


@pytest.mark.parametrize(("language", "of"), [("fa", "از"), ("en", "of")])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_list_is_narrowed_and_one_of_it_read(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
    of: str,
    width: int,
) -> None:
    browser.set_window_size(width, 900)
    browser.get(f"{address}/organisations?ui={language}")
    every = rows(browser)
    assert len(every) > 1
    assert of in browser.find_element(By.CSS_SELECTOR, ".pager .range").text
    browser.find_element(By.CSS_SELECTOR, ".choices summary").click()
    kinds = Select(browser.find_element(By.NAME, "kind"))
    kinds.select_by_value("university")
    browser.find_element(By.NAME, "q").send_keys("دانشگاه", Keys.ENTER)
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".chosen a"))
    some = rows(browser)
    assert 0 < len(some) < len(every)
    assert all("دانشگاه" in name for name in some)
    assert not browser.execute_script(_WIDER)
    browser.find_element(By.CSS_SELECTOR, ".entries-list h2 a").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".fields dt"))
    assert browser.find_element(By.TAG_NAME, "h1").text == some[0]
    assert browser.find_elements(By.CSS_SELECTOR, ".evidence mark")
    assert not browser.execute_script(_WIDER)


@pytest.mark.parametrize(("language", "new"), [("fa", "تازه"), ("en", "New")])
def test_a_databank_is_looked_at_taken_in_and_taken_back(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    tmp_path: Path,
    language: str,
    new: str,
) -> None:
    path, wait = tmp_path / "سمن‌ها.csv", WebDriverWait(browser, 60)
    path.write_text(_ROWS, "utf-8")
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/organisations/lists?ui={language}")
    browser.find_element(By.NAME, "file").send_keys(str(path))
    browser.find_element(By.CSS_SELECTOR, "button[value=look]").click()
    told = wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, "section.done"))[0].text
    assert f"{new}: " in told
    assert "خانه مهر کویر" in told
    browser.find_element(By.NAME, "file").send_keys(str(path))
    browser.find_element(By.CSS_SELECTOR, "button[value=take]").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".rows form.acts"))
    browser.get(f"{address}/organisations?q=کویر")
    assert set(rows(browser)) == {"خانه مهر کویر", "خانه باد کویر"}
    browser.find_element(By.CSS_SELECTOR, ".entries-list h2 a").click()
    lists = wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".beside .about"))[-1].text
    assert "تعداد اعضا" in lists
    browser.get(f"{address}/organisations/lists")
    browser.find_element(By.CSS_SELECTOR, ".rows form.acts button").click()
    wait.until(lambda b: not b.find_elements(By.CSS_SELECTOR, ".rows form.acts"))
    browser.get(f"{address}/organisations?q=کویر")
    assert rows(browser) == []
