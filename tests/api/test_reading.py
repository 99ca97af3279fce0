"""A document as it is read: its original beside the text, pictures of its pages, what stands near it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpora.document import Document, Span
from pipeline.annotate import annotated
from pipeline.ingest.formats.viewing import viewed
from pipeline.records import ViewAsked
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import Interface
from search_api.pages.panel import facts
from search_api.pages.render import Overlay, lit, paragraphs
from tests.makers import ME, mail, one_of_each, pictures

HEAD = (
    '<link rel="preconnect" href="//far.example"><META http-equiv=refresh content="0;/x"><base href="//far.example/">'
)
STORY = "نشست کارگروه آب استان یزد با حضور ۱۲ نفر برگزار شد."
KEPT = (
    "متن از بایگانی استانداری است، در روزنامه‌های سال‌های گذشته چاپ شده و کتابدار شهر آن را نگه داشته است. "
    "این بایگانی هر روز از ساعت هشت باز است و پژوهشگران می‌توانند همه برگه‌ها را ببینند."
)
"""So much that both are not one story."""
WEB = f"<html dir=rtl><head>{HEAD}<title>نشست</title></head><body><script>go()</script><p>{STORY}</p></body></html>"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("kept")
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    files = folder / "files"
    files.mkdir()
    (files / "نشست.html").write_text(WEB, encoding="utf-8")
    (files / "نشست.txt").write_text(f"{STORY}\n{KEPT}", encoding="utf-8")
    letter = mail(html=True)
    letter.add_attachment(STORY.encode(), maintype="text", subtype="plain", filename="پیوست.txt")
    (files / "a.eml").write_bytes(letter.as_bytes())
    (files / "a.odt").write_bytes(one_of_each()["a.odt"])
    scans = [*pictures().values()][:1] * 3
    tiff = files / "scans.tiff"
    _many(tiff, scans)
    assert space.ingest(ME, [files], "files").failed == 0
    with TestClient(create_app(space), base_url="http://127.0.0.1") as held:
        held.headers["accept"] = "text/html"
        yield held


def _many(path: Path, data: list[bytes]) -> None:
    """A TIFF of several pages."""
    import io

    from PIL import Image

    images = [Image.open(io.BytesIO(one)).convert("L") for one in data]
    images[0].save(path, save_all=True, append_images=images[1:])


def key_of(client: TestClient, end: str) -> str:
    workspace: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    return next(one.key for one in workspace.documents(ME) if unquoted(one.uri).endswith(end))


def unquoted(uri: str) -> str:
    from urllib.parse import unquote

    return unquote(uri)


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def test_a_web_page_is_shown_as_it_was_kept_and_reaches_nobody(client: TestClient) -> None:
    answer = client.get(f"/documents/{key_of(client, 'نشست.html')}/view")
    assert answer.status_code == 200
    assert STORY in answer.text
    assert not re.search(r"<(link|meta http|base)[\s/>]", answer.text, re.IGNORECASE)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy
    assert answer.headers["x-dns-prefetch-control"] == "off"


def test_a_mail_is_shown_with_its_heads_and_attachments(client: TestClient) -> None:
    shown = page(client, f"/documents/{key_of(client, 'a.eml')}/view")
    assert "<th>From</th>" in shown
    assert "پیوست.txt" in shown


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        ("text", "گزارش <b> نشست".encode("utf-16"), "گزارش &lt;b&gt; نشست"),
        ("record", '{"text":"نشست شورا"}'.encode(), "&quot;text&quot;: &quot;نشست شورا&quot;"),
        ("html", "<p>نشست</p><LiNk/rel=preload href=//x>".encode("cp1256", "replace"), "<x-LiNk/rel"),
        ("mail", b"\xff\xfe not a mail", "<body>"),
    ],
)
def test_whatever_was_kept_is_shown_as_letters(kind: str, data: bytes, shown: str) -> None:
    assert shown in viewed(ViewAsked("file:///a", data, kind)).decode()


def test_an_office_file_has_no_view(client: TestClient) -> None:
    key = key_of(client, "a.odt")
    assert "beside=" not in page(client, f"/documents/{key}")
    answer = client.get(f"/documents/{key}/view?ui=fa")
    assert answer.status_code == 422
    assert "نمی‌توان اینجا نشان داد" in answer.text
    page(client, "/documents/nothing/view", 404)


def test_the_original_is_turned_on_and_off_without_script_and_stays_so(client: TestClient) -> None:
    key = key_of(client, "نشست.html")
    html = page(client, f"/documents/{key}?q=نشست&n=1&ui=fa")
    assert "<iframe" not in html
    turn = next(one for one in hrefs(html) if "beside=1" in one)
    beside = page(client, turn)
    assert re.search(rf'<iframe src="/documents/{key}/view" sandbox ', beside)
    following = re.search(r'href="([^"]+)" rel="next"', beside)
    assert following
    assert "beside=1" in following[1]
    back = next(one for one in hrefs(beside) if "#hit-" in one)
    assert "beside=1" in back
    off = next(
        one for one in hrefs(beside) if one.startswith(f"/documents/{key}") and "beside" not in one and "q=" in one
    )
    assert "<iframe" not in page(client, off)


def hrefs(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', html)]


def test_all_pages_have_thumbnails_and_places_in_the_text(client: TestClient) -> None:
    key = key_of(client, "scans.tiff")
    html = page(client, f"/documents/{key}?ui=en")
    assert len(re.findall(rf'<img src="/api/v1/pages/{key}/\d\?width=160"', html)) == 3
    assert [f'id="sheet-{number}"' in html for number in (1, 2, 3)] == [True] * 3
    assert [f'id="page-{number}"' in html for number in (1, 2, 3)] == [True] * 3
    alone = page(client, f"/documents/{key}?beside=0&ui=en")
    assert 'id="sheet-1"' not in alone
    assert f"/documents/{key}?#sheet-2" in hrefs(alone)
    assert client.get(f"/api/v1/pages/{key}/3?width=160").headers["content-type"] == "image/jpeg"


def test_what_stands_beside_a_document_is_on_its_page(client: TestClient) -> None:
    letter, part = key_of(client, "a.eml"), key_of(client, "پیوست.txt")
    assert f"/documents/{part}" in hrefs(page(client, f"/documents/{letter}?ui=fa"))
    html = page(client, f"/documents/{part}?ui=fa")
    assert f"/documents/{letter}" in hrefs(html)
    copy = key_of(client, "نشست.html")
    assert f"/compare?a={part}&b={copy}" in hrefs(html)
    near = page(client, f"/documents/{key_of(client, 'a.odt')}?ui=ar")
    assert "في المجلد نفسه" in near
    assert f"/documents/{letter}" in hrefs(near)


def test_quotations_are_listed_and_lead_to_their_place_without_colouring_the_text() -> None:
    text = "دکتر مریم احمدی گفت: باران امسال بیشتر از پارسال است."
    read = annotated(Document("k", "k", "u", text, language="fa"))
    (rows,) = (rows for label, rows in facts(read, Interface("fa")) if label == "QUOTE")
    start, end = text.index("باران"), len(text) - 1
    assert [(row.text, row.href) for row in rows] == [(text[start:end], lit(Span(start, end), text[start:end]))]
    assert str(rows[0].note).startswith("مریم احمدی")
    assert not any("quote" in line.html for line in paragraphs(read, Overlay()))
    assert any("quote" in line.html for line in paragraphs(read, Overlay(leads="/review/k?m=")))


def test_the_links_of_a_fact_are_called_by_its_row_which_is_written_once(client: TestClient) -> None:
    shown = client.get(f"/documents/{key_of(client, 'نشست.txt')}?ui=fa").text
    panel = shown[shown.index('<aside class="facts"') :]
    rows = re.findall(r'<li><a href="#m-.*?</li>', panel)
    texts = dict(re.findall(r'<(?:bdi|span) id="(\w+)"[^>]*>(.*?)</(?:bdi|span)>', panel))
    called = [[texts[part] for part in said.split()] for said in re.findall(r'aria-labelledby="([^"]+)"', panel)]
    assert len(rows) > 2
    assert ["در همهٔ سندها:", "کارگروه آب استان یزد"] in called
    assert ["چرا این پیشنهاد شد:", "کارگروه آب استان یزد"] in called
    assert all(len(re.sub(r"<small>.*?</small>|<bdi.*</bdi>", "", row).encode()) < 400 for row in rows)
    assert not any(row.count("کارگروه آب استان یزد") > 1 for row in rows)
    assert shown.count("  ") < shown.count("\n") / 4  # no line is indented; tags of the template leave a space each
