"""The place where somebody reads in a real browser: links lead to it, the picture follows it, and a star keeps it."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from corpora.document import Document, Page, Span
from corpora.ids import digest
from pipeline.originals.passages import Passage
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from scripts.shots import served
from search_api.pages.language import Interface
from tests.e2e.test_browser import browser  # noqa: F401 - a fixture
from tests.makers import scanned

pytestmark = pytest.mark.browser
PAGES = 4
LINE = "کارگروه آب استان یزد در نشست خود با حضور نمایندگان شهرداری دربارهٔ قنات‌های شهر گفت‌وگو کرد"
WORDS = "قنات زارچ"
_BELOW = """const top = document.querySelector('span.passage-at').getBoundingClientRect().top;
return top - document.querySelector('.within').getBoundingClientRect().bottom"""


def paper() -> tuple[Document, bytes]:
    """A scan of several pages, each longer than a window; «قنات زارچ» stands on the third, in a long paragraph."""
    held = [[f"برگ {page}، بند {line}: {LINE}." for line in range(30)] for page in range(1, PAGES + 1)]
    held[2][15] = f"{held[2][15]} {WORDS} {LINE}."
    text, pages = "", list[Page]()
    for number, lines in enumerate(held, 1):
        start = len(text)
        text += "\n".join(lines) + "\n"
        pages.append(Page(Span(start, len(text)), str(number), 0.9))
    first, *more = [Image.new("L", (800, 1000), 255 - 20 * number) for number in range(PAGES)]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=more)
    document, _ = scanned("نشست آب", "paper")
    held_as = digest(text.encode())
    return replace(
        document, text=text, uri="file:///paper.tiff", pages=tuple(pages), content_hash=held_as
    ), out.getvalue()


@pytest.fixture(scope="module")
def read(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Document]]:
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("read") / "ws")
    document, picture = paper()
    with Workspace(Settings(workspace=folder)) as space:
        space.store.put([(document, space.blobs.put(picture))])
    with served(folder) as address:
        yield f"{address}/documents/{document.key}", document


def page_shown(browser: webdriver.Chrome) -> int:  # noqa: F811
    """The page whose picture stands highest in the panel beside the text."""
    return int(
        browser.execute_script(
            "const box = document.querySelector('.sheets').getBoundingClientRect();"
            "return [...document.querySelectorAll('.sheets figure')].findIndex(f =>"
            " f.getBoundingClientRect().bottom > box.top + 40) + 1"
        )
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_into_a_paragraph_leads_to_below_the_bar(
    browser: webdriver.Chrome,  # noqa: F811
    read: tuple[str, Document],
    width: int,
) -> None:
    """It led to the upper edge of the window, where the bar lies over it."""
    address, document = read
    start = document.text.index(WORDS)
    at = f"{start}-{start + len(WORDS)}"
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        for more in ("", "&q=قنات", "&q=قنات&ui=en"):
            browser.get(f"{address}?at={at}{more}#s{at}")
            WebDriverWait(browser, 20).until(lambda b: 0 <= b.execute_script(_BELOW) < 400)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_picture_follows_the_page_that_is_read(
    browser: webdriver.Chrome,  # noqa: F811
    read: tuple[str, Document],
) -> None:
    address, document = read
    wait = WebDriverWait(browser, 20)
    browser.set_window_size(1500, 900)
    browser.get(f"{address}?ui=fa")
    assert page_shown(browser) == 1
    browser.execute_script("document.getElementById('page-3').scrollIntoView({block: 'start'})")
    wait.until(lambda b: page_shown(b) == 3)
    browser.execute_script("scrollTo(0, 0)")
    wait.until(lambda b: page_shown(b) == 1)
    start = document.text.index(WORDS)
    browser.get(f"{address}?ui=fa&q=زارچ#s{start}")
    browser.find_element(By.CSS_SELECTOR, "[data-hit=next]").click()
    wait.until(lambda b: page_shown(b) == 3)


def test_a_link_to_a_picture_leads_to_its_text_too(
    browser: webdriver.Chrome,  # noqa: F811
    read: tuple[str, Document],
) -> None:
    address, _ = read
    browser.set_window_size(1500, 900)
    browser.get(f"{address}?ui=fa")
    browser.find_element(By.CSS_SELECTOR, ".thumbs summary").click()
    browser.find_element(By.CSS_SELECTOR, '.thumbs a[href="#sheet-2"]').click()
    wait = WebDriverWait(browser, 20)
    wait.until(lambda b: page_shown(b) == 2)
    top = "return document.getElementById('page-2').getBoundingClientRect().top"
    wait.until(lambda b: 0 <= b.execute_script(top) < 450)
    assert browser.current_url.endswith("#sheet-2")


def test_a_star_and_a_note_keep_the_place_and_the_match(
    browser: webdriver.Chrome,  # noqa: F811
    read: tuple[str, Document],
) -> None:
    """The page was loaded again from its beginning, and «۲ از ۱۷» was gone."""
    address, _ = read
    browser.set_window_size(1280, 900)
    browser.get(f"{address}?ui=fa&q=قنات")
    for _ in range(2):
        browser.find_element(By.CSS_SELECTOR, "[data-hit=next]").click()
    said = browser.find_element(By.CSS_SELECTOR, ".step .at").text
    assert said
    browser.execute_script("window.same = true")
    place = browser.execute_script("return scrollY")
    button = ".shelf-tools [name=act][value={}]"
    browser.execute_script("document.querySelector(arguments[0]).click()", button.format("star"))
    wait = WebDriverWait(browser, 20)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, button.format("unstar")))
    browser.execute_script("document.querySelector('#note').value = 'بخوان'")
    browser.execute_script("document.querySelector('.shelf-tools .work button').click()")
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".shelf-tools details[open]"))
    assert browser.execute_script("return [window.same, document.querySelector('#note').value]") == [True, "بخوان"]
    told = browser.execute_script("return document.querySelector('.shelf-tools [role=status]').textContent")
    assert told == Interface("fa")("done_saved")
    assert abs(browser.execute_script("return scrollY") - place) < 300
    assert browser.find_element(By.CSS_SELECTOR, ".step .at").text == said
    browser.refresh()
    assert browser.find_elements(By.CSS_SELECTOR, button.format("unstar")), "it was not kept"


@pytest.mark.parametrize(("first", "last"), [((3, 5), (3, 40)), ((3, 5), (6, 20))])
def test_the_link_to_a_selection_has_the_check_of_its_words(
    browser: webdriver.Chrome,  # noqa: F811
    read: tuple[str, Document],
    first: tuple[int, int],
    last: tuple[int, int],
) -> None:
    """The browser makes the same one as the server, also of several paragraphs."""
    address, document = read
    browser.set_window_size(1280, 900)
    browser.get(f"{address}?ui=fa")
    browser.execute_script(
        "const lines = document.querySelectorAll('.text p'); const [a, b, c, d] = arguments;"
        "const at = (line, place) => [lines[line].firstChild, place];"
        "getSelection().setBaseAndExtent(...at(a, b), ...at(c, d))",
        *first,
        *last,
    )
    link = WebDriverWait(browser, 20).until(lambda b: b.find_element(By.ID, "passage-link"))
    (at,) = parse_qs(urlsplit(str(link.get_attribute("href"))).query)["at"]
    asked = Passage.parsed(at)
    assert asked
    assert asked.check
    assert asked.stands(document.text)
