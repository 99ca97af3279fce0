"""Words without end (addresses, hashes, a key that was leant on) in everything that people say: pages stay as wide."""

import httpx
import pytest
from selenium import webdriver

from search_api.pages.navigation import SECTIONS
from tests.e2e.test_browser import address, browser  # noqa: F401 - fixtures
from tests.e2e.test_looks import sized

pytestmark = pytest.mark.browser
_LONG = "ن" * 700
_OUT = """
const wide = document.documentElement.scrollWidth > innerWidth + 1;
return wide ? [...document.querySelectorAll("body *")].filter(each => {
  const box = each.getBoundingClientRect();
  return box.width && !each.closest("nav") && (box.right > innerWidth + 1 || box.left < -1);
}).map(each => each.outerHTML.slice(0, 60)).slice(0, 3) : [];
"""


@pytest.fixture(scope="module")
def said(address: str) -> str:  # noqa: F811
    """Says it wherever a person may; gives the document of which it was said."""
    with httpx.Client(base_url=address, follow_redirects=True) as client:
        hit = client.get("/api/v1/search", params={"q": "*", "limit": 1}).raise_for_status().json()["items"][0]
        title = {"field": "title", "before": hit["title"], "after": _LONG[:300]}
        client.get("/", params={"q": _LONG})
        client.post("/shelf/searches", data={"name": _LONG[:100], "address": f"q={_LONG}"}).raise_for_status()
        note = {"act": "say", "tags": _LONG[:60], "note": _LONG}
        client.post(f"/shelf/{hit['key']}", data=note).raise_for_status()
        client.post(f"/documents/{hit['key']}/about", data=title).raise_for_status()
        client.post("/monitors", params={"q": _LONG}, data={"name": _LONG[:60]}).raise_for_status()
        return str(hit["key"])


def test_no_page_is_wider_than_its_window(browser: webdriver.Chrome, address: str, said: str) -> None:  # noqa: F811
    """What was searched for is shown again on the shelf and widened it."""
    wide = {}
    for width in (390, 1280):
        sized(browser, width)
        for path in (*(each.href for each in SECTIONS), "/runs", f"/?q={_LONG}", "/?q=*", f"/documents/{said}"):
            browser.get(f"{address}{path}")
            if out := browser.execute_script(_OUT):
                wide[width, path] = out
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert "\n".join(f"{place} {out}" for place, out in wide.items()) == ""
