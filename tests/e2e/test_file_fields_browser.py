"""Fields for files in a browser: they say in the language of the page what was chosen, on every page that has one."""

from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from search_api.pages.language import Interface
from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser
PATHS = ("/batch", "/gazetteer", "/monitors", "/organisations/lists", "/sources", "/upload")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_fields_for_files_speak_the_language_of_the_page(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    tmp_path: Path,
    language: str,
) -> None:
    """«Choose File / No file chosen» stood on five pages after the form for documents had been mended."""
    path = tmp_path / "نام‌ها.csv"
    path.write_text("query\nدانشگاه یزد\n", encoding="utf-8")
    for page in PATHS:
        browser.get(f"{address}{page}?ui={language}")
        fields = browser.find_elements(By.CSS_SELECTOR, "main input[type=file]")
        assert fields, page
        for field in fields:
            told = field.find_element(By.XPATH, "following-sibling::span[1]")
            assert told.get_attribute("textContent") == Interface(language)("upload_none_chosen"), page
            assert field.size["width"] <= 1, page
    browser.get(f"{address}/batch?ui={language}")
    browser.find_element(By.NAME, "file").send_keys(str(path))
    said = browser.find_element(By.CSS_SELECTOR, "#queries-file ~ .chosen")
    WebDriverWait(browser, 10).until(lambda _: "نام‌ها.csv" in said.text)
