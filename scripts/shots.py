"""Draws every page in three languages, two widths, light and dark, with a headless Chromium; to be looked at.

    python -m scripts.shots OUT [--workspace DIR] [--query WORDS] [--only NAME]

Writes OUT/PAGE.LANGUAGE.WIDTH.SCHEME.png. Without a workspace it fills one with the samples.
"""

import argparse
import base64
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

import corpora
from pipeline.people.principal import local
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES
from search_api.pages.navigation import SECTIONS

_WIDTHS = (1280, 390)
_SCHEMES = ("light", "dark")
_TALLEST = 4000
"""Pixels of a page that are drawn; longer lists only go on."""
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


@contextmanager
def served(workspace: Path | None) -> Iterator[str]:
    """The address of a server of a workspace, or of the samples."""
    with tempfile.TemporaryDirectory(prefix="asnad-shots-") as folder:
        place = workspace or Path(folder) / "workspace"
        space = Workspace(Settings(workspace=place))
        if workspace is None:
            space.ingest(local("shots"), [Path(corpora.__file__).parent / "samples"], "samples")
        server = uvicorn.Server(uvicorn.Config(create_app(space), host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """A headless Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium") or shutil.which("google-chrome"))
    with tempfile.TemporaryDirectory(prefix="asnad-profile-") as profile:
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        window = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
        try:
            yield window
        finally:
            window.quit()


def pages(window: webdriver.Chrome, address: str, query: str) -> dict[str, str]:
    """Name → path of every page: the sections, and one of each kind of page that lies under them."""
    q = quote(query)
    found = {section.text.removeprefix("nav_"): section.href for section in SECTIONS}
    found |= {"help": "/help", "settings": "/settings", "docs": "/docs", "no_page": "/nothing", "broken": "/?q=%22" + q}
    found |= {"results": f"/?q={q}", "one_unit": f"/counts?unit={quote('نفر')}", "no_result": "/?q=" + quote("ژژژژ")}
    found["one_unit_body"] = f"/counts?unit={quote('نفر')}&by=body"
    found |= {"facet": f"/facets/org?q={q}", "table": f"/?q={q}&view=table", "cards": f"/?q={q}&view=cards"}
    found |= {"batch": "/batch", "pairs": "/entities/pairs", "set_aside": "/set-aside", "digest_mails": "/digest/mails"}
    found |= {"lists": "/organisations/lists", "alike_agreement": "/review/agreement"}
    found |= compared(window, address) | {"agreements_unsigned": "/agreements?list=unsigned&kind=mou"}
    found |= {"decisions": "/review/decisions", "bulk": "/review/bulk?label=ORG"}
    found |= {"gazetteer": "/gazetteer", "assignments": "/review/assignments"}
    found |= {"digest_long": "/digest?since=2025-01-01", "trends_long": "/trends?since=2025-08-01"}
    found |= {"decrees": "/decrees", "holders": "/decrees?list=holders", "decree_totals": "/counts/decrees?by=body"}
    found |= {"meetings_due": "/meetings?list=due", "quarters": "/counts/meetings"}
    found |= {"totals": "/counts/agreements", "totals_partner": "/counts/agreements?by=partner"}
    for name, path, link in (
        ("document", f"/?q={q}", ".hit h2 a"),
        ("scan", "/?q=kind:image", ".hit h2 a"),
        ("pdf", "/?q=kind:pdf", ".hit h2 a"),
        ("entity", "/entities", ".entities a"),
        ("run", "/runs", "table.rows a"),
        ("organisation", "/organisations", ".entries-list h2 a"),
        ("monitor", "/monitors", ".rows h2 a"),
        ("source", "/sources", ".rows h2 a"),
        ("agreement", "/agreements?kind=mou", ".entries-list h2 a"),
        ("decree", "/decrees", ".entries-list h2 a"),
        ("meeting", "/meetings", ".entries-list h2 a"),
        ("review_document", "/review?sure=1&order=newest", ".queue h2 a"),
        ("review_alike", "/review?sure=1&order=alike", ".rows h2 a"),
    ):
        window.get(address + path)
        links = window.find_elements(By.CSS_SELECTOR, link)
        if links:
            found[name] = str(links[0].get_attribute("href")).removeprefix(address).partition("#")[0]
    return found | under(found)


def under(found: dict[str, str]) -> dict[str, str]:
    """The pages that lie under those of a document, an entity and a run."""
    more = dict[str, str]()
    if "document" in found:
        there = found["document"].partition("?")[0]
        more |= {"redaction": f"{there}/redact?label=PERSON&label=ORG", "about": f"{there}/about"}
        more["beside"] = f"{there}?beside=1"
    if "scan" in found:
        more["proof"] = found["scan"].partition("?")[0].replace("/documents/", "/pages/") + "/1"
    if "entity" in found:
        more["timeline"] = f"{found['entity']}/timeline"
    if "run" in found:
        more["take_back"] = f"{found['run']}/take-back"
    return more


def compared(window: webdriver.Chrome, address: str) -> dict[str, str]:
    """The pages that set two texts side by side: the choice of the second, and both."""
    window.get(f"{address}/?q={quote('ماده')}")
    links = window.find_elements(By.CSS_SELECTOR, ".hit h2 a")
    keys = [str(link.get_attribute("href")).rpartition("/")[2].partition("?")[0] for link in links]
    if len(keys) < 2:
        return {}
    return {"compare_choice": f"/compare?a={keys[0]}", "compare_both": f"/compare?a={keys[0]}&b={keys[1]}&show=all"}


def draw(window: webdriver.Chrome, out: Path, width: int, scheme: str) -> None:
    """Writes the whole page as a picture."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    window.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    tall = min(_TALLEST, int(window.execute_script("return document.documentElement.scrollHeight")))
    window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size | {"height": max(900, tall)})
    asked = {"format": "png"}  # what lies beyond the window is drawn aside in pages from right to left
    out.write_bytes(base64.b64decode(window.execute_cdp_cmd("Page.captureScreenshot", asked)["data"]))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workspace", type=Path, default=None)
    parser.add_argument("--query", default="تفاهم نامه")
    parser.add_argument("--only", default="", help="pages whose name begins so")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    number = 0
    with served(given.workspace) as address, browser() as window:
        for name, path in pages(window, address, given.query).items():
            if not name.startswith(given.only):
                continue
            for language in LANGUAGES:
                window.get(f"{address}{path}{'&' if '?' in path else '?'}ui={language}")
                for width in _WIDTHS:
                    for scheme in _SCHEMES:
                        draw(window, given.out / f"{name}.{language}.{width}.{scheme}.png", width, scheme)
                        number += 1
    print(f"{number} pictures in {given.out}")


if __name__ == "__main__":
    main()
