"""The pages in a real browser, wide and narrow, in three languages: nothing overflows, everything can be reached."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import Interface
from tests.makers import scanned

pytestmark = pytest.mark.browser
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        from tests.conftest import missing

        missing("a browser (chromium and chromedriver)")
    options = webdriver.ChromeOptions()
    options.binary_location = str(chromium)
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    window = webdriver.Chrome(options=options, service=Service(str(driver)))
    yield window
    window.quit()


@pytest.fixture(scope="module")
def address(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("browsed") / "ws")
    with Workspace(Settings(workspace=folder)) as space:
        document, picture = scanned("تفاهم‌نامه همکاری\nدانشگاه یزد و انجمن حمایث از کودکان\nنسخهٔ اول")
        space.store.put([(document, space.blobs.put(picture))])
    app = create_app(Workspace(Settings(workspace=folder, workers=1)))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


def test_a_researcher_searches_narrows_and_reads(browser: webdriver.Chrome, address: str) -> None:
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?ui=fa")
    box = browser.find_element(By.NAME, "q")
    box.send_keys("تفاهم نامه", Keys.ENTER)
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".hit mark"))
    marks = {m.text for m in browser.find_elements(By.CSS_SELECTOR, ".hit mark")}
    assert {"تفاهم‌نامه", "تفاهمنامه"} <= marks
    before = len(browser.find_elements(By.CLASS_NAME, "hit"))
    browser.find_element(By.CSS_SELECTOR, ".facets li a").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".chosen a"))
    assert 0 < len(browser.find_elements(By.CLASS_NAME, "hit")) < before
    browser.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".facts li"))
    assert browser.find_elements(By.CSS_SELECTOR, ".text .mention.org")
    browser.find_element(By.CSS_SELECTOR, ".facts li a").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".mention:target"))


def test_a_researcher_orders_groups_and_corrects(browser: webdriver.Chrome, address: str) -> None:
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?ui=en&q=گذارش")
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".meant a"))[0].click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".hit mark"))
    browser.find_element(By.CSS_SELECTOR, ".order summary").click()
    browser.find_element(By.LINK_TEXT, "newest").click()
    wait.until(lambda b: "sort=newest" in b.current_url)
    days = [
        time.get_attribute("datetime") or "" for time in browser.find_elements(By.CSS_SELECTOR, ".hit > .meta time")
    ]
    assert days == sorted(days, reverse=True)
    browser.find_element(By.PARTIAL_LINK_TEXT, "near-duplicates together").click()
    wait.until(lambda b: "group=none" in b.current_url)
    browser.find_element(By.CSS_SELECTOR, ".plot a").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".chosen a"))
    assert browser.find_elements(By.CLASS_NAME, "hit")


def test_a_point_of_the_chart_leads_to_its_sentence(browser: webdriver.Chrome, address: str) -> None:
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/counts?ui=fa")
    browser.find_element(By.NAME, "unit").send_keys("تفاهم نامه", Keys.ENTER)
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: len(b.find_elements(By.CSS_SELECTOR, ".chart circle")) > 1)
    href = browser.find_element(By.CSS_SELECTOR, ".chart a").get_attribute("href")
    browser.get(str(href) if "://" in str(href) else address + browser.execute_script(_HREF))
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".mention.count:target"))


def test_an_analyst_puts_a_scan_right(browser: webdriver.Chrome, address: str) -> None:
    browser.set_window_size(1280, 900)
    key = scanned("")[0].key
    browser.get(f"{address}/documents/{key}?ui=en")
    browser.find_element(By.LINK_TEXT, "Correct the text").click()
    wait = WebDriverWait(browser, 60)
    line = wait.until(lambda b: b.find_elements(By.NAME, "after"))[1]
    text = line.get_attribute("value") or ""
    line.clear()
    line.send_keys(text.replace("حمایث", "حمایت"))
    browser.find_element(By.CSS_SELECTOR, ".save button").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".history ins"))
    browser.get(f"{address}/documents/{key}")
    assert "انجمن حمایت از کودکان" in {m.text for m in browser.find_elements(By.CSS_SELECTOR, ".text .mention.org")}


_HREF = "return document.querySelector('.chart a').href.baseVal"


def test_an_analyst_uploads_a_file(browser: webdriver.Chrome, address: str, tmp_path: Path) -> None:
    path = tmp_path / "گزارش.txt"
    path.write_text("نشست شورای گردشگری با حضور ۱۲ نفر در ابیانه برگزار شد.", encoding="utf-8")
    browser.get(f"{address}/upload?ui=fa")
    told = browser.find_element(By.CSS_SELECTOR, "#file ~ .chosen")
    assert told.text == Interface("fa")("upload_none_chosen"), "and not what the browser says in its own language"
    browser.find_element(By.NAME, "file").send_keys(str(path))
    WebDriverWait(browser, 10).until(lambda _: "گزارش.txt" in told.text and "(۱)" in told.text)
    assert browser.find_element(By.NAME, "file").size["width"] <= 1
    browser.find_element(By.CSS_SELECTOR, "form[data-drop] button[type=submit]").click()
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".state.done"))
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, "main a[href^='/documents/']"))[0].click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".mention.count"))


def test_a_folder_is_dropped_on_any_page(browser: webdriver.Chrome, address: str, tmp_path: Path) -> None:
    """Elsewhere than on the form the browser left the page and showed the file."""
    folder = tmp_path / "بایگانی"
    for name in ("الف.txt", "زیر/ب.txt", ".DS_Store", "Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"شورای روستای ابیانه نشست برگزار کرد. {name}", encoding="utf-8")
    browser.get(f"{address}/?q=*&ui=en")
    for what in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
        browser.execute_cdp_cmd("Input.dispatchDragEvent", {"type": what, "x": 300, "y": 300, "data": data})
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".dropped"))
    wait.until(lambda b: "الف.txt" in b.find_element(By.CSS_SELECTOR, ".dropped").text)
    assert browser.current_url == f"{address}/upload"
    named = browser.execute_script("return [...document.querySelector('#file').files].map(file => file.name).sort()")
    assert named == ["بایگانی/الف.txt", "بایگانی/زیر/ب.txt"]
    browser.find_element(By.CSS_SELECTOR, "form[data-drop] button[type=submit]").click()
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".state.done"))
    wait.until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "main a[href^='/documents/']")) == 2)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_nothing_overflows(browser: webdriver.Chrome, address: str, width: int, language: str, direction: str) -> None:
    browser.set_window_size(width, 900)
    browser.get(f"{address}/?ui={language}&q=تفاهم نامه")
    document = browser.find_element(By.CSS_SELECTOR, ".hit h2 a").get_attribute("href")
    for path in (
        f"{address}/",
        browser.current_url,
        str(document),
        f"{address}/upload",
        f"{address}/?q=%22",
        f"{address}/counts?unit=نفر",
        f"{address}/pages/{scanned('')[0].key}/1",
    ):
        browser.get(path)
        root = browser.find_element(By.TAG_NAME, "html")
        assert root.get_attribute("dir") == direction
        wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
        log = browser.get_log("browser")  # type: ignore[no-untyped-call]
        severe = [entry["message"] for entry in log if entry["level"] == "SEVERE"]
        assert [message for message in severe if "404" not in message and "422" not in message] == []


@pytest.mark.parametrize(("width", "height"), [(1400, 950), (390, 844)])
def test_a_mention_lights_up_its_place_on_the_page(
    browser: webdriver.Chrome, address: str, width: int, height: int
) -> None:
    browser.set_window_size(width, height)
    browser.get(f"{address}/?ui=fa&q=kind:pdf")
    browser.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".text a.mention.date"))
    wait.until(lambda b: b.execute_script("return document.querySelector('.sheet img').naturalWidth") > 500)
    mention = browser.find_element(By.CSS_SELECTOR, ".text a.mention.date")
    browser.execute_script("arguments[0].click()", mention)
    lit = wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".spot:target rect"))
    assert float(lit[0].value_of_css_property("fill-opacity")) > 0.2
    assert lit[0].rect["width"] > 5
    browser.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", lit[0])
    assert wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".text .mention:target"))
    assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_a_page_is_drawn_as_wide_as_its_sheet_and_joins_its_letters(
    browser: webdriver.Chrome, address: str, language: str
) -> None:
    """What lies beside a page widens its sheet in print; padding inside a word parts letters that join."""
    browser.get(f"{address}/?q=تفاهم نامه&ui={language}")
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".hit h2 a"))
    for step in ("", ".hit h2 a"):
        if step:
            browser.find_element(By.CSS_SELECTOR, step).click()
            WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".facts"))
        outside = browser.execute_script(
            "const wide = document.documentElement.clientWidth;"
            "return [...document.body.querySelectorAll('*')].filter(e => !e.closest('.top .sections'))"  # pushed aside
            ".map(e => [e.className, e.getBoundingClientRect()])"
            ".filter(([, r]) => r.width && (r.left < -1 || r.right > wide + 1)).map(([name]) => String(name));"
        )
        assert outside == []
        parted = browser.execute_script(
            "return [...document.querySelectorAll('mark, .text .mention')].filter(e => {"
            "const s = getComputedStyle(e);"
            "return [s.paddingInlineStart, s.paddingInlineEnd, s.marginInlineStart, s.marginInlineEnd]"
            ".some(size => size !== '0px') || s.display !== 'inline'; }).length;"
        )
        assert parted == 0


def test_tabs_are_words_of_their_own(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/entities?ui=fa")
    tabs = browser.find_element(By.CSS_SELECTOR, ".tools span").text.split()
    assert tabs == ["همه", "نهادها", "اشخاص", "مکان‌ها"]


_WIDTHS = """
return [...document.querySelectorAll(".text p, h1, .passage")].filter(e => e.querySelector("mark, .mention")).map(e => {
  const [drawn, plain] = [document.createElement("span"), document.createElement("span")];
  drawn.innerHTML = e.innerHTML;
  plain.textContent = e.textContent;
  const box = document.createElement("div");
  box.className = "text";
  box.append(drawn, document.createElement("br"), plain);
  box.style.cssText = "white-space: nowrap; position: absolute; visibility: hidden";
  e.append(box);
  const sizes = [drawn, plain].map(s => s.getBoundingClientRect().width);
  box.remove();
  return [...sizes, e.textContent.slice(0, 60)];
});
"""


def test_a_text_is_drawn_as_it_is_without_its_marks(browser: webdriver.Chrome, address: str) -> None:
    """Letters that a mark or a mention parts from their neighbours have other shapes, and other widths."""
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q=تفاهم نامه&ui=fa")
    documents = [str(a.get_attribute("href")) for a in browser.find_elements(By.CSS_SELECTOR, ".hit h2 a")][:4]
    for page in (browser.current_url, *documents):
        browser.get(page)
        browser.execute_async_script("document.fonts.ready.then(arguments[0])")
        for drawn, plain, text in browser.execute_script(_WIDTHS):
            assert abs(drawn - plain) < 0.6, text


def test_matches_are_gone_through_by_keys(browser: webdriver.Chrome, address: str) -> None:
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/?q=تفاهم نامه&ui=en")
    hits = browser.find_elements(By.CLASS_NAME, "hit")
    most = max(hits, key=lambda hit: len(hit.find_elements(By.CSS_SELECTOR, ".passage mark")))
    most.find_element(By.CSS_SELECTOR, "h2 a").click()
    wait = WebDriverWait(browser, 60)
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, "mark[id]"))
    wait.until(lambda b: b.execute_script("return document.readyState") == "complete")
    body = browser.find_element(By.TAG_NAME, "body")
    for number in ("1", "2"):
        body.send_keys("n")
        wait.until(expected_conditions.presence_of_element_located((By.CSS_SELECTOR, f"mark.now#hit-{number}")))
    body.send_keys("?")
    sheet = wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, "#keys-sheet[open]"))[0]
    assert "Next match" in sheet.text
    browser.find_element(By.CSS_SELECTOR, "#keys-sheet button").click()
    body.send_keys("u")
    wait.until(lambda b: b.find_elements(By.CSS_SELECTOR, ".hit:target"))
