"""Lists of sources as programs write them: what is meant is taken, what is hostile is not, and why is said."""

from pathlib import Path

import pytest

from pipeline.errors import UnreadableExchange
from pipeline.jobs.polling import bring
from pipeline.settings import Settings
from pipeline.sources.opml import wanted_of_opml
from pipeline.workspace import Workspace
from tests.makers import ME

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ONE = '<outline type="rss" text="الف" title="الف" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/>'
A = ("https://a.example/rss", "الف")
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefg", "bcdefgh", strict=True))
    + ']><opml><body><outline text="&h;" xmlUrl="https://a.example/rss"/></body></opml>'
)


def opml(body: str) -> bytes:
    return f'{HEAD}<opml version="2.0"><head><title>Subscriptions</title></head><body>{body}</body></opml>'.encode()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (opml(f'<outline text="اخبار" title="اخبار">{ONE}</outline>'), [A]),
        (opml(f'<outline text="x"><outline text="y">{ONE}</outline></outline>{ONE}'), [A, A]),
        (opml(f'<outline text="بی‌نشانی" htmlUrl="https://b.example/"/>{ONE}'), [A]),
        (opml('<outline text="صفحه" type="rss" htmlUrl="https://b.example/"/>'), [("https://b.example/", "صفحه")]),
        (opml('<outline text="ب" xmlurl="https://b.example/rss"/>'), [("https://b.example/rss", "ب")]),
        (
            f'{HEAD}<OPML><BODY><OUTLINE TEXT="ب" XMLURL="https://b.example/rss"/></BODY></OPML>'.encode(),
            [("https://b.example/rss", "ب")],
        ),
        (opml(ONE).replace(b"<opml ", b'<opml xmlns="http://opml.org/spec2" '), [A]),
        (b"\xef\xbb\xbf" + opml(ONE), [A]),
        (b"\n  " + opml(ONE), [A]),
        (opml(ONE).decode().replace("UTF-8", "UTF-16").encode("utf-16"), [A]),
        (opml(ONE).decode().replace("UTF-8", "windows-1256").encode("cp1256"), [A]),
        (
            opml('<outline text="نفت & گاز&nbsp;ایران" xmlUrl="https://b.example/?a=1&b=2&copy=3"/>'),
            [("https://b.example/?a=1&b=2&copy=3", "نفت & گاز ایران")],
        ),
        (opml(ONE.replace("الف", "الف&#10;ب")), [("https://a.example/rss", "الف ب")]),
        (opml(ONE)[:-25], [A]),
        (
            opml(
                '<outline type="include" url="https://b.example/x.opml"/><outline type="link" url="https://c.example"/>'
            ),
            [],
        ),
    ],
)
def test_an_exported_list_is_taken_as_it_is_meant(data: bytes, found: list[tuple[str, str]]) -> None:
    assert [(one.url, one.name) for one in wanted_of_opml(data)] == found


@pytest.mark.parametrize(
    "data",
    [b"", b"<rss/>", b"<html><body>login</body></html>", b'{"feeds": []}', bytes(range(256)) * 4, opml(ONE * 10_001)],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableExchange):
        wanted_of_opml(data)


def test_entities_of_a_list_bring_nothing_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("گذرواژه", encoding="utf-8")
    outside = f'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    outside += '<opml><body><outline text="&x;" xmlUrl="https://a.example/rss"/></body></opml>'
    for data in (outside, BOMB):
        try:
            found = wanted_of_opml(data.encode())
        except UnreadableExchange:
            continue
        assert all("گذرواژه" not in one.name and len(one.name) < 1000 for one in found)


def test_a_list_of_others_names_no_folder_and_no_mailbox(tmp_path: Path) -> None:
    inside = [str(tmp_path), f"file://{tmp_path}", "./", "../", "imaps://mail.press.example/INBOX", "ftp://a.example/"]
    body = "".join(f'<outline xmlUrl="{url}"/>' for url in inside) + ONE + ONE
    body += f'<outline kind="folder" xmlUrl="{tmp_path}"/><outline xmlUrl="feed://b.example/rss" collection="بد/نام"/>'
    body += '<outline xmlUrl="feed:https://c.example/rss" text="پ"/>'
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as space:
        found = bring(space, ME, opml(body), "از خبرخوان.opml")
        assert sorted(one.url for one in found.made) == ["https://a.example/rss", "https://c.example/rss"]
        assert (found.there, len(found.refused)) == (1, 8)
        again = bring(space, ME, opml(body), "از خبرخوان.xml")
        assert (len(again.made), again.there, len(again.refused)) == (0, 3, 8)
        own = bring(space, ME, f'[[source]]\nurl = "{tmp_path}"\n'.encode(), "sources.toml")
        assert [one.kind for one in own.made] == ["folder"], "a list of one's own may"
