"""Documents in a real browser: printed whole with their marks, and originals in a frame that reaches nobody."""

import base64
import io
from pathlib import Path

import pdfplumber
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from scripts.shots import served
from search_api.pages.language import Interface
from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures
from tests.makers import ME, scanned
from tests.site import site

pytestmark = pytest.mark.browser
_YELLOW = (0xFF / 255, 0xE5 / 255, 0x8A / 255)
"""The colour of a mark."""
_FAR = """<html dir="rtl"><head><link rel="stylesheet" href="{url}/a.css"><link rel="icon" href="{url}/b.ico">
<meta http-equiv="refresh" content="0;url={url}/c"><base href="{url}/d/"><style>body {{ background: url({url}/e.png) }}
</style></head><body><h1>نشست شورای آب</h1><p>کارگروه آب استان یزد نشست خود را برگزار کرد.</p><img src="f.png">
<script src="{url}/g.js"></script><iframe src="{url}/h"></iframe><script>document.body.innerHTML = "نوشتهٔ دیگر"</script>
</body></html>"""


def printed(browser: webdriver.Chrome) -> bytes:  # noqa: F811
    asked = {"printBackground": False, "preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", asked)["data"])


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_a_document_is_printed_whole_with_its_marks_address_and_date(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    language: str,
) -> None:
    """Walk, finding 7: nothing is cut, what is marked is marked on paper, the foot says where it is from and when."""
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q=تفاهم نامه&ui={language}")
    browser.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
    WebDriverWait(browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".text mark"))
    lines = browser.execute_script("return [...document.querySelectorAll('.text p')].map(p => p.textContent)")
    key = browser.current_url.partition("?")[0].rpartition("/")[2]
    with pdfplumber.open(io.BytesIO(printed(browser))) as pdf:
        letters = [char for page in pdf.pages for char in page.chars]
        outside = [c for c in letters if c["x0"] < -0.5 or c["x1"] > float(pdf.pages[0].width) + 0.5]
        marks = [r for page in pdf.pages for r in (*page.rects, *page.curves) if _is_yellow(r["non_stroking_color"])]
        margin = min(c["x0"] for c in letters), float(pdf.pages[0].width) - max(c["x1"] for c in letters)
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert outside == []
    assert min(margin) > 25, "letters stand in the margin"
    # shapes of joined letters come back as one or as several code points: the letters of the text are all there or not
    wanted = sum(1 for line in lines for char in line if char.isalpha())
    assert sum(1 for char in letters if any(map(str.isalpha, char["text"]))) >= 0.8 * wanted
    assert marks
    assert key in text.replace("\n", ""), "the foot does not say the address"
    assert browser.find_element(By.CSS_SELECTOR, ".printed").get_attribute("textContent")


@pytest.mark.parametrize("path", ["/settings", "/alerts", "/nothing", "/?q=ژژژژ", "/monitors", "/help"])
def test_a_short_page_is_one_sheet_that_says_what_was_asked_and_shows_no_button(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    path: str,
) -> None:
    browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui=en")
    buttons = browser.execute_script("return [...document.querySelectorAll('button')].map(b => b.textContent.trim())")
    with pdfplumber.open(io.BytesIO(printed(browser))) as pdf:
        assert len(pdf.pages) == 1
        lines = pdf.pages[0].extract_text().split("\n")
    assert not set(filter(None, buttons)) & set(lines)
    if "q=" in path:
        assert any(line.startswith("Search:") for line in lines)
        assert not any("%D" in line for line in lines), "an address that nobody can type"


def test_paper_is_light_where_the_screen_is_dark(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        browser.get(f"{address}/?q=تفاهم نامه&ui=fa")
        browser.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
        WebDriverWait(browser, 10).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".text mark"))
        with pdfplumber.open(io.BytesIO(printed(browser))) as pdf:
            marks = [rect["non_stroking_color"] for page in pdf.pages for rect in (*page.rects, *page.curves)]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert any(_is_yellow(colour) for colour in marks), "marks have the colours of the dark screen"


def _is_yellow(colour: object) -> bool:
    return (
        isinstance(colour, tuple)
        and len(colour) == 3
        and all(abs(a - b) < 0.02 for a, b in zip(colour, _YELLOW, strict=True))
    )


def test_print_leaves_out_what_is_no_text(browser: webdriver.Chrome, address: str) -> None:  # noqa: F811
    browser.get(f"{address}/?q=kind:image&ui=fa")
    browser.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = "return [...document.querySelectorAll(arguments[0])].filter(e => e.offsetParent).length"
        for part in (".sheets", ".top", ".within", ".shelf-tools", ".tools", ".related"):
            assert browser.execute_script(shown, part) == 0, part
        assert browser.execute_script(shown, ".foot .printed") == 1
        assert browser.execute_script(shown, ".text p") > 0
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_web_page_is_shown_beside_its_text_and_nothing_of_it_runs_or_is_fetched(
    browser: webdriver.Chrome,  # noqa: F811
    tmp_path: Path,
) -> None:
    with site() as far:
        (tmp_path / "page.html").write_text(_FAR.format(url=far.url), encoding="utf-8")
        with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
            space.ingest(ME, [tmp_path / "page.html"])
            key = next(space.documents(ME)).key
        with served(tmp_path / "workspace") as here:
            browser.get(f"{here}/documents/{key}?ui=fa")
            browser.find_element(By.TAG_NAME, "body").send_keys("b")
            frame = WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".kept iframe"))[0]
            browser.switch_to.frame(frame)
            try:
                WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.TAG_NAME, "h1"))
                shown = browser.find_element(By.TAG_NAME, "body").text
            finally:
                browser.switch_to.default_content()
    assert "کارگروه آب استان یزد" in shown
    assert "نوشتهٔ دیگر" not in shown
    assert far.asked == []


@pytest.mark.parametrize(
    ("path", "holder"), [("/documents/{key}", ".sheet"), ("/?q=kind:image&view=cards", ".picture")]
)
def test_a_picture_says_that_it_is_being_drawn_and_where_it_cannot_be(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,  # noqa: F811
    path: str,
    holder: str,
) -> None:
    """The first picture after a start takes seconds, and its place was empty."""
    ui = Interface("fa")
    there = f"document.querySelector('{holder}')"
    told = f"return getComputedStyle({there}, '::before').content.slice(1, -1)"
    path = path.format(key=scanned("")[0].key)
    browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui=fa")
    assert browser.execute_script(told) == ui("page_drawn")
    WebDriverWait(browser, 60).until(lambda b: b.execute_script(f"return {there}.querySelector('img').naturalWidth"))
    browser.execute_script(f"{there}.querySelector('img').src = '/api/v1/pages/nothing/1'")
    WebDriverWait(browser, 20).until(lambda b: b.execute_script(told) == ui("page_not_drawn"))
