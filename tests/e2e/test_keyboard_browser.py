"""The pages of a newsroom by keyboard alone: everything is reached, in the order in which it stands, and seen."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from pipeline.monitors.deliveries import Wanted
from pipeline.monitors.digest_mails import WantedDigest
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.sources.sources import Wanted as WantedSource
from pipeline.workspace import Workspace
from scripts.shots import served
from tests.e2e.test_browser import browser  # noqa: F401 - a fixture
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read

pytestmark = pytest.mark.browser
_MOST = 400
"""Steps of the Tab key on one page."""
_THERE = """
const shown = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
    && !e.closest('details:not([open]) > :not(summary)') && !e.matches('[type=hidden], [disabled], [tabindex="-1"]');
const all = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(shown);
all.forEach((e, at) => e.dataset.walk = at);
return all.map(e => e.outerHTML.slice(0, 120));
"""
_HERE = """
const e = document.activeElement;
if (!e || e === document.body) return null;
// a field for files is seen as what stands for it in the language of the page
const drawn = e.matches('input[type=file].hidden') ? [...e.labels].find(one => one.matches('.choose')) : e;
const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
const x = Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2));
const y = Math.min(innerHeight - 1, Math.max(0, box.top + Math.min(box.height / 2, 12)));
const top = document.elementFromPoint(x, y);
return {at: e.dataset.walk === undefined ? -1 : +e.dataset.walk, what: e.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !!top && top !== drawn && !drawn.contains(top) && !top.contains(drawn)};
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A newsroom with something on each of its pages."""
    folder = tmp_path_factory.mktemp("keyboard")
    with Workspace(Settings(workspace=folder / "ws", workers=1)) as space:
        monitor = space.monitors.add(ME, "سیل", StoredQuery("سیل")).id
        names = space.monitors.watch(ME, "نام‌ها", ["شهرداری میبد", "زهرا بیگدلی"]).id
        space.feeds.add(ME, monitor)
        space.deliveries.add(ME, monitor, Wanted("email", "desk@press.example"))
        space.mails.add(ME, WantedDigest("desk@press.example", "7 Asia/Tehran"))
        (folder / "papers").mkdir()
        source = space.sources.add(ME, WantedSource(str(folder / "papers"))).id
        text = "سیل روز ۱۴ آذر ۱۴۰۴ راه‌های میبد را بست و شهرداری میبد پل تازه‌ای ساخت. زهرا بیگدلی از آن دیدن کرد."
        told = [
            {"id": f"d{n}", "title": f"سیل {n}", "text": f"{text} گزارش {n}.", "published": "2025-12-06"}
            for n in (1, 2)
        ]
        read(space, folder, *told)
        space.upkeep.settle()
        space.matching.catch_up()
        (entity, *_) = [one.entity.id for one in space.entities.find(ME, "شهرداری میبد")]
    paths = {
        "sources": "/sources",
        "a source": f"/sources/{source}",
        "monitors": "/monitors",
        "a monitor tried": f"/monitors?q={quote('سیل')}",
        "a monitor": f"/monitors/{monitor}",
        "names of a list": f"/monitors/{names}/names",
        "alerts": "/alerts",
        "a digest": "/digest?since=2025-12-01",
        "digest mails": "/digest/mails",
        "trends": "/trends?since=2025-12-01",
        "a timeline": f"/entities/{entity}/timeline",
    }
    with served(folder / "ws") as address:
        yield address, paths


PAGES = (
    *("sources", "a source", "monitors", "a monitor tried", "a monitor", "names of a list"),
    *("alerts", "a digest", "digest mails", "trends", "a timeline"),
)


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_all_of_a_page_is_reached_and_seen_by_keyboard(
    browser: webdriver.Chrome,  # noqa: F811
    pages: tuple[str, dict[str, str]],
    name: str,
    language: str,
    width: int,
) -> None:
    address, paths = pages
    browser.set_window_size(width, 800)
    path = paths[name]
    browser.get(f"{address}{path}{'&' if '?' in path else '?'}ui={language}")
    assert browser.execute_script("return document.querySelectorAll('h1').length") == 1, "the page is not there"
    there = browser.execute_script(_THERE)
    met, wrong = list[int](), list[str]()
    for _ in range(_MOST):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        here = browser.execute_script(_HERE)
        if here is None or here["at"] in met:
            break
        if here["at"] >= 0:
            met.append(here["at"])
        wrong += [f"{why}: {here['what']}" for why, is_so in _faults(here) if is_so]
    assert wrong == []
    assert [there[at] for at in range(len(there)) if at not in met] == []
    assert met == sorted(met), "the order of the keys is not that of the page"


def _faults(here: dict[str, bool]) -> list[tuple[str, bool]]:
    return [("no ring", not here["ring"]), ("out of sight", not here["inside"]), ("covered", here["covered"])]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_monitor_is_made_and_taken_away_by_keyboard(
    browser: webdriver.Chrome,  # noqa: F811
    pages: tuple[str, dict[str, str]],
    language: str,
) -> None:
    address, _ = pages
    browser.set_window_size(1280, 800)
    browser.get(f"{address}/monitors?ui={language}")
    name = f"پل {language}"
    _to(browser, "[name=q]")
    _keys(browser, "پل", Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: "q=" in b.current_url)
    _to(browser, "main form[method=post] [name=name]")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
    _keys(browser, name, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: "made=1" in b.current_url)
    assert browser.execute_script("return document.querySelector('h1').textContent") == name
    _to(browser, "button.danger")
    _keys(browser, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: b.current_url.split("?")[0].endswith("/monitors"))
    assert name not in browser.execute_script("return document.querySelector('main').textContent")


def _keys(browser: webdriver.Chrome, *keys: str) -> None:  # noqa: F811
    ActionChains(browser).send_keys(*keys).perform()


def _to(browser: webdriver.Chrome, selector: str) -> None:  # noqa: F811
    """Goes on with the Tab key to an element."""
    for _ in range(_MOST):
        if browser.execute_script("return document.activeElement.matches(arguments[0])", selector):
            return
        _keys(browser, Keys.TAB)
    raise AssertionError(f"no key leads to {selector}")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_alerts_are_worked_off_by_keyboard(
    browser: webdriver.Chrome,  # noqa: F811
    pages: tuple[str, dict[str, str]],
    language: str,
) -> None:
    """The keys of an item act on the one that has the focus, and one goes on where one was."""
    address, _ = pages
    browser.set_window_size(1280, 800)
    browser.get(f"{address}/alerts?ui={language}")
    seqs = browser.execute_script("return [...document.querySelectorAll('.alerts > li')].map(e => e.id)")
    assert len(seqs) >= 2
    last = browser.execute_script(
        "return [...document.querySelectorAll('.alerts > li')].at(-1).querySelector('[data-each=m]').textContent"
    )
    _keys(browser, *"jj")
    assert _focused(browser) == seqs[1]
    _keys(browser, "m")
    _at(browser, seqs[1])
    assert browser.execute_script(f"return document.querySelector('#{seqs[1]} [data-each=m]').textContent") != last
    _back(browser, seqs[1])
    _keys(browser, "t")
    WebDriverWait(browser, 20).until(
        lambda b: "local" in b.execute_script(f"return document.getElementById('{seqs[1]}').textContent")
    )
    _back(browser, seqs[1])
    _keys(browser, "e")
    assert browser.execute_script("return document.activeElement.name") == "said"
    _keys(browser, "تماس گرفتم", Keys.TAB, Keys.ENTER)
    WebDriverWait(browser, 20).until(
        lambda b: "تماس گرفتم" in b.execute_script(f"return document.getElementById('{seqs[1]}').textContent")
    )
    _back(browser, seqs[1])
    _keys(browser, "t")
    WebDriverWait(browser, 20).until(lambda b: not b.find_elements("css selector", f"#{seqs[1]} .assigned"))
    _back(browser, seqs[1])
    _keys(browser, "m")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements("css selector", f"#{seqs[1]}.fresh"))
    _back(browser, seqs[1])
    _keys(browser, "k")
    assert _focused(browser) == seqs[0], "and one goes on from there"


def _focused(browser: webdriver.Chrome) -> str:  # noqa: F811
    """The id of the item that has the focus."""
    return str(browser.execute_script("return document.activeElement.closest('li')?.id ?? ''"))


def _back(browser: webdriver.Chrome, item: str) -> None:  # noqa: F811
    """Waits until an item that was changed has the focus again."""
    WebDriverWait(browser, 20).until(lambda b: _focused(b) == item)


def _at(browser: webdriver.Chrome, item: str) -> None:  # noqa: F811
    """Waits until a page has come that stands at an item."""
    WebDriverWait(browser, 20).until(lambda b: b.current_url.endswith(f"#{item}"))
