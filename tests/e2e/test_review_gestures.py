"""Gestures of review in a real browser: ends dragged, half spaces shown, many judged at once, disputes, redaction."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.store.decisions import Decision
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.e2e.test_browser import browser  # noqa: F401 - a fixture
from tests.e2e.test_review_browser import _gone
from tests.makers import ME

pytestmark = pytest.mark.browser
TEXTS = {
    "fa": "دانشگاه یزد با شورای شهر «یزد»، در نشست سازمان‌های مردم‌نهاد شرکت کرد.",
    "ar": "وقعت جامعة الموصل مذكرة تفاهم مع وزارة البيئة، في مدينة الموصل يوم الأحد.",
    "en": "Members of Bank Melli Iran (دانشگاه یزد) met in Tehran, then left.",
}
NAME = "دانشگاه یزد"
_CARET = """
const [paragraph, word, end] = arguments;
const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const at = node.data.indexOf(word);
  if (at < 0) continue;
  const range = document.createRange();
  range.setStart(node, at + (end ? word.length - 2 : 1));
  range.setEnd(node, at + (end ? word.length - 1 : 2));
  const rect = range.getBoundingClientRect();
  return [rect.left + rect.width / 2, rect.top + rect.height / 2];
}
return null;
"""
_SELECT = """
const [paragraph, word] = arguments;
const at = paragraph.textContent.indexOf(word), range = document.createRange();
let passed = 0;
const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const [from, to] = [at - passed, at + word.length - 1 - passed];
  if (from >= 0 && from < node.length) range.setStart(node, from);
  if (to >= 0 && to <= node.length) range.setEnd(node, to);
  passed += node.length;
}
getSelection().removeAllRanges();
getSelection().addRange(range);
"""
_WIDE = "const e = document.documentElement; return e.scrollWidth <= e.clientWidth"


@pytest.fixture(scope="module")
def space(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("gestures") / "ws")
    with Workspace(Settings(workspace=folder, workers=1)) as space:
        some = [Source(f"file:///{name}.txt", f"{name}.txt", text.encode()) for name, text in TEXTS.items()]
        more = (f"رئیس {NAME} در نشست {n} با {n + 3} نفر گفت‌وگو کرد." for n in range(5))
        some += [Source(f"file:///many{n}.txt", f"many{n}.txt", text.encode()) for n, text in enumerate(more)]
        space.ingest_sources(ME, some)
        space.upkeep.finish()
        yield space


@pytest.fixture(scope="module")
def address(space: Workspace) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(space), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


def opened(browser: webdriver.Chrome, address: str, key: str, mention: str = "", ui: str = "fa") -> None:  # noqa: F811
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/review/{key}?ui={ui}" + (f"&m={mention}" if mention else ""))
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")


def follow(browser: webdriver.Chrome, act: WebElement) -> None:  # noqa: F811
    """Presses something, and waits for the page that it leads to."""
    body = browser.find_element(By.TAG_NAME, "body")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", act)
    act.click()
    WebDriverWait(browser, 60).until(lambda _: _gone(body))
    WebDriverWait(browser, 60).until(lambda b: b.execute_script("return document.readyState") == "complete")


def applied(space: Workspace) -> list[Decision]:
    """The decisions in force; tests of this file leave some, and come in any order where several processes run them."""
    return [one.decision for one in space.log.entries(ME) if one.state == "applied"]


def _has(field: WebElement, wanted: str, _: webdriver.Chrome) -> bool:
    return field.get_attribute("value") == wanted


def dragged(browser: webdriver.Chrome, edge: str, word: str, *, end: bool) -> str:  # noqa: F811
    """An end of the mention that is looked at, dragged into a word; gives what is marked then."""
    paragraph = browser.find_element(By.CSS_SELECTOR, ".text a[aria-current]").find_element(By.XPATH, "ancestor::p")
    grip = browser.find_element(By.CSS_SELECTOR, f".grip[data-edge={edge}]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", grip)
    x, y = browser.execute_script(_CARET, paragraph, word, end)
    body, actions = browser.find_element(By.TAG_NAME, "body"), ActionChains(browser, duration=50)
    actions.move_to_element(grip).click_and_hold()
    actions.w3c_actions.pointer_action.move_to_location(round(x), round(y))  # type: ignore[no-untyped-call]
    actions.release().perform()
    WebDriverWait(browser, 60).until(lambda _: _gone(body))
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".judge h2 bdi"))
    return browser.find_element(By.CSS_SELECTOR, ".judge h2 bdi").text


@pytest.mark.parametrize(
    ("name", "surface", "edge", "word", "end", "marked"),
    [
        ("fa", "دانشگاه یزد", "end", "شهر", True, "دانشگاه یزد با شورای شهر"),
        ("ar", "جامعة الموصل", "start", "وقعت", False, "وقعت جامعة الموصل"),
        ("en", "دانشگاه یزد", "start", "Iran", True, "Iran (دانشگاه یزد"),
    ],
)
def test_an_end_is_dragged_and_snaps_to_a_word(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
    name: str,
    surface: str,
    edge: str,
    word: str,
    end: bool,
    marked: str,
) -> None:
    document = space.document(ME, f"file:///{name}.txt")
    mention = next(one for one in document.mentions if one.surface == surface and one.label == "ORG")
    opened(browser, address, document.key, mention.id)
    assert dragged(browser, edge, word, end=end) == marked
    assert browser.find_elements(By.CSS_SELECTOR, ".said.corrected")
    space.log.undo(ME, space.mentions.history(ME, document.key)[0].decision.id)


def test_signs_of_the_sentence_are_no_part_of_what_is_selected(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    cases = (("fa", "زد»،", "یزد"), ("ar", "بيئة،", "البيئة"), ("en", "ehran,", "Tehran"), ("en", "(دانشگاه یزد", NAME))
    for name, word, wanted in cases:
        opened(browser, address, space.document(ME, f"file:///{name}.txt").key)
        paragraph = browser.find_element(By.CSS_SELECTOR, ".marking .text p[id]")
        browser.execute_script(_SELECT, paragraph, word)
        typed = browser.find_element(By.ID, "add-words")
        WebDriverWait(browser, 60).until(partial(_has, typed, wanted))


def test_half_spaces_are_shown_and_part_no_letters(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    opened(browser, address, space.document(ME, "file:///fa.txt").key)
    paragraph = browser.find_element(By.CSS_SELECTOR, ".marking .text p[id]")
    width = (
        "const r = document.createRange(); r.selectNodeContents(arguments[0]); return r.getBoundingClientRect().width"
    )
    text, before = paragraph.get_attribute("textContent"), browser.execute_script(width, paragraph)
    browser.find_element(By.TAG_NAME, "body").send_keys("h")
    assert len(paragraph.find_elements(By.CSS_SELECTOR, ".joint")) == TEXTS["fa"].count("\N{ZERO WIDTH NON-JOINER}")
    assert paragraph.get_attribute("textContent") == text
    assert abs(browser.execute_script(width, paragraph) - before) < 0.6
    browser.find_element(By.ID, "show-joints").click()
    assert not paragraph.find_elements(By.CSS_SELECTOR, ".joint")


def test_one_judgement_for_what_is_alike_with_an_exception_and_undo(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    before = applied(space)
    browser.set_window_size(390, 900)
    browser.get(f"{address}/review?order=alike&sure=1&label=ORG&ui=ar")
    link = next(one for one in browser.find_elements(By.CSS_SELECTOR, ".rows h2 a") if one.text.strip() == NAME)
    follow(browser, link)
    boxes = browser.find_elements(By.NAME, "chosen")
    assert len(boxes) >= 7
    assert browser.execute_script(_WIDE)
    boxes[0].click()
    left = boxes[0].get_attribute("value")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "button[value=accept]"))
    said = [one for one in applied(space) if one not in before]
    assert (len(said), left in {one.subject for one in said}) == (len(boxes) - 1, False)
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".done button[value=undo]"))
    assert applied(space) == before


def test_a_bulk_judgement_is_looked_at_made_and_taken_back(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    before = applied(space)
    browser.set_window_size(1280, 900)
    browser.get(f"{address}/review?ui=en&sure=1")
    browser.find_element(By.TAG_NAME, "body").send_keys("b")
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, "form.log-filter [name=words]"))
    Select(browser.find_element(By.NAME, "label")).select_by_value("ORG")
    browser.find_element(By.NAME, "words").send_keys(NAME)
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".log-filter button"))
    shown = len(browser.find_elements(By.CSS_SELECTOR, ".bulk [name=chosen]"))
    assert shown >= 7
    assert applied(space) == before, "looking decides nothing"
    follow(browser, browser.find_element(By.CSS_SELECTOR, ".bulk button[value=reject]"))
    done = lambda b: "done" in (b.find_element(By.CSS_SELECTOR, ".state").get_attribute("class") or "").split()  # noqa: E731
    WebDriverWait(browser, 60, ignored_exceptions=[Exception]).until(done)
    assert NAME not in {m.surface for m in space.document(ME, "file:///many1.txt").mentions}
    follow(browser, browser.find_element(By.CSS_SELECTOR, "button.danger"))
    WebDriverWait(browser, 60, ignored_exceptions=[Exception]).until(done)
    assert NAME in {m.surface for m in space.document(ME, "file:///many1.txt").mentions}


@pytest.mark.parametrize(("ui", "width"), [("fa", 1280), ("ar", 390)])
def test_what_two_say_differently_is_settled_by_a_key(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
    ui: str,
    width: int,
) -> None:
    document = space.document(ME, "file:///many2.txt")
    one = next(m for m in document.mentions if m.surface == NAME)
    space.mentions.decide(local("زهرا"), document.key, Asked("reject", one.id, one.value))
    seen = space.mentions.history(ME, document.key)[0].decision.id
    space.mentions.decide(local("سامي"), document.key, Asked("accept", one.id, one.value, seen))
    browser.set_window_size(width, 900)
    browser.get(f"{address}/review?order=disputed&ui={ui}")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".queue form.acts")) == 2
    assert browser.execute_script(_WIDE)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("1")
    WebDriverWait(browser, 60).until(lambda _: _gone(body))
    WebDriverWait(browser, 60).until(lambda b: not b.find_elements(By.CSS_SELECTOR, ".queue form.acts"))
    assert NAME not in {m.surface for m in space.document(ME, document.key).mentions}
    for number in (seen + 2, seen + 1, seen):
        space.log.undo(ME, number)


def test_a_copy_is_redacted_and_nothing_of_it_is_in_the_page(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    document = space.document(ME, "file:///ar.txt")
    browser.set_window_size(390, 900)
    browser.get(f"{address}/documents/{document.key}/redact?ui=ar")
    browser.find_element(By.CSS_SELECTOR, "[name=label][value=ORG]").click()
    browser.find_element(By.NAME, "words").send_keys("مذكرة تفاهم")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form.work button"))
    copy = browser.find_element(By.CSS_SELECTOR, "article.copy").get_attribute("textContent") or ""
    assert "مدينة" in copy
    assert all(gone not in copy for gone in ("جامعة الموصل", "وزارة البيئة", "مذكرة تفاهم"))
    assert browser.execute_script(_WIDE)
    assert len(browser.find_elements(By.CSS_SELECTOR, ".tools a[download]")) == 3


def test_two_entities_are_looked_at_made_one_and_parted_again(
    browser: webdriver.Chrome,  # noqa: F811
    address: str,
    space: Workspace,
) -> None:
    one = next(c for c in space.entities.find(ME, NAME) if c.entity.name == NAME)
    (other,) = (c for c in space.entities.find(ME, "وزارة البيئة") if c.entity.name == "وزارة البيئة")
    browser.set_window_size(390, 900)
    browser.get(f"{address}/entities/{one.entity.id}?ui=fa")
    browser.find_element(By.CSS_SELECTOR, "form[action$=preview] input[name=text]").send_keys("وزارة البيئة")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form[action$=preview] button"))
    assert len(browser.find_elements(By.CSS_SELECTOR, "table.preview tbody tr:last-child td")) == 3
    assert browser.find_elements(By.CSS_SELECTOR, ".evidence mark")
    assert browser.execute_script(_WIDE)
    assert len(space.entities.profile(ME, one.entity.id).aliases) == 1, "looking decides nothing"
    follow(browser, browser.find_element(By.CSS_SELECTOR, "main form button[value=same]"))
    together = space.entities.profile(ME, one.entity.id)
    assert (together.mentions, len(together.aliases)) == (one.mentions + other.mentions, 2)
    browser.get(f"{address}/entities/{one.entity.id}?ui=fa")
    links = browser.find_elements(By.CSS_SELECTOR, "a[href*='verdict=apart']")
    follow(browser, next(link for link in links if "وزارة" in (link.get_attribute("textContent") or "")))
    follow(browser, browser.find_element(By.CSS_SELECTOR, "main form button[value=apart]"))
    assert space.entities.profile(ME, one.entity.id).mentions == one.mentions
