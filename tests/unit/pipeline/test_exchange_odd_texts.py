"""Odd texts out to every tool and back, and FollowTheMoney, which knows no place of a mention."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from extractors.text.characters import ZWNJ
from pipeline.errors import UnreadableExchange
from pipeline.exchange.exchange import Taken, Taking
from pipeline.exchange.formats import FORMATS
from pipeline.workspace import Workspace
from tests.makers import ME

RLM, LRM = "\N{RIGHT-TO-LEFT MARK}", "\N{LEFT-TO-RIGHT MARK}"
EMBEDDED, POPPED = "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{POP DIRECTIONAL FORMATTING}"
YAZD, SEPEHR = "دانشگاه یزد", "بنیاد سپهر"
TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "zwnj": (
        f"سازمان{ZWNJ}های مردم{ZWNJ}نهاد و {YAZD} تفاهم{ZWNJ}نامه امضا کردند.",
        (f"سازمان{ZWNJ}های مردم{ZWNJ}نهاد", YAZD),
    ),
    "emoji": (f"\N{GRINNING FACE} {YAZD} \N{SEEDLING} و {SEPEHR} آمدند.", (YAZD, SEPEHR)),
    "crlf": (f"{YAZD}\r\n{SEPEHR}\r\n\r\nپایان", (YAZD, SEPEHR)),
    "cr": (f"انجمن نسیم\r{SEPEHR}\r", ("انجمن نسیم", SEPEHR)),
    "marks": (f"{EMBEDDED}{YAZD}{POPPED} {RLM}({SEPEHR}){LRM} آمد.", (YAZD, SEPEHR)),
    "mark inside": (f"دانشگاه{RLM} یزد آمد", (f"دانشگاه{RLM} یزد",)),
    "overlapping": (f"وزارت علوم {YAZD} آمد", (f"وزارت علوم {YAZD}", YAZD, "وزارت علوم")),
    "nothing": ("هیچ نامی در این متن نیست.", ()),
    "vowels": ("قَالَتْ وِزَارَةُ الصِّحَّةِ إِنَّهَا تستعد", ("وِزَارَةُ الصِّحَّةِ",)),
    "tatweel": ("جامعـــة دمشق بدأت", ("جامعـــة دمشق",)),
    "tabs": (f"دانشگاه\tیزد\t{SEPEHR}", (SEPEHR,)),
    "spaces": (
        "دانشگاه\N{NO-BREAK SPACE}یزد و بنیاد\N{THIN SPACE}سپهر",
        ("دانشگاه\N{NO-BREAK SPACE}یزد", "بنیاد\N{THIN SPACE}سپهر"),
    ),
    "quotes": (f'گفت: "{YAZD}" و «{SEPEHR}»', (YAZD, SEPEHR)),
    "formula": (f"=cmd|'/c calc'!A0 بود، +{SEPEHR} رفت", (f"+{SEPEHR}",)),
    "separators": ('بنیاد "سپهر, ایران"; و دیگران', ('بنیاد "سپهر, ایران"',)),
    "latin": (f"The {YAZD} and UNESCO met", (YAZD, "UNESCO")),
    "beyond": (
        "\N{OLD PERSIAN SIGN A} بنیاد \N{MATHEMATICAL BOLD CAPITAL S}epehr آمد",
        ("بنیاد \N{MATHEMATICAL BOLD CAPITAL S}epehr",),
    ),
    "combined": ("در cafe\N{COMBINING ACUTE ACCENT} نشستند", ("cafe\N{COMBINING ACUTE ACCENT}",)),
    "all of it": ("کانون باران", ("کانون باران",)),
    "over lines": ("بنیاد\nباران آمد", ("بنیاد\nباران",)),
    "separated": (f"{SEPEHR}\N{LINE SEPARATOR}{YAZD}\N{PARAGRAPH SEPARATOR}پایان\x85و\x0bدیگر", (SEPEHR, YAZD)),
    "joined": (f"{SEPEHR}{YAZD}", (SEPEHR, YAZD)),
    "glued": ("وبجامعة دمشق اليوم", ("جامعة دمشق",)),
    "again and again": (f"{SEPEHR} رفت. " * 60, (SEPEHR,)),
    "another format": (f"-DOCSTART- -X- O O\n{SEPEHR} نیز\n\n# id: 3", (SEPEHR,)),
    "markup": (f"<b>{SEPEHR}</b> &amp; &zwnj; {YAZD}", (SEPEHR, YAZD)),
}


def made(name: str) -> Document:
    text, words = TEXTS[name]
    key, found = digest(name.encode())[:32], list[Mention]()
    for word in words:
        at = text.find(word)
        while at >= 0:
            span, value = Span(at, at + len(word)), {"name": " ".join(word.split()), "entity": f"org:{name}"}
            found.append(Mention(mention_id(key, "ORG", span, word), "ORG", span, word, value, "test", "1", 0.6))
            at = text.find(word, at + len(word))
    document = Document(
        key, name, f"file:///{digest(name.encode())}", text, title=name, language="fa", content_hash=key
    )
    return document.with_mentions(found)


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.store.put((made(name), "") for name in TEXTS)
    workspace.upkeep.finish()
    return workspace


def out(space: Workspace, how: str, **more: Any) -> bytes:
    return b"".join(space.exchange.export(space.documents(ME), how, **more))


def back(space: Workspace, how: str, data: bytes, **taking: Any) -> list[Taken]:
    return list(space.exchange.take(ME, data, how, Taking(**taking), lambda: space.documents(ME)))


def written_anew(how: str, data: bytes) -> bytes:
    """A file as a tool that read and wrote it would leave it."""
    match how:
        case "csv":
            rows, file = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")), io.StringIO(newline="")
            csv.writer(file).writerows(rows)
            return file.getvalue().encode()
        case "doccano" | "prodigy" | "ftm":
            return b"\n".join(json.dumps(json.loads(line)).encode() for line in data.split(b"\n") if line) + b"\n"
        case "label-studio":
            tasks = json.loads(data)
            for number, task in enumerate(tasks):  # somebody submitted what the machine proposed
                (proposed,) = task["predictions"] or [{"result": []}]
                task["annotations"] = [{"id": number, "result": proposed["result"], "was_cancelled": False}]
            return json.dumps(tasks, indent=1).encode()
    return data


@pytest.mark.parametrize("unit", ["codepoints", "utf16"])
@pytest.mark.parametrize("how", FORMATS)
def test_odd_texts_come_back_from_every_tool_whole(how: str, unit: str, space: Workspace) -> None:
    mentions = [mention for document in space.documents(ME) for mention in document.mentions]
    taken = back(space, how, written_anew(how, out(space, how, unit=unit)), unit=unit, accept=True)
    assert not [(one.where, one.troubles) for one in taken if one.wrong]
    hidden = {"conll": 2}.get(how, 0)  # of marks one over another it has the longest
    accepted = sum(one.verdicts.get("accept", 0) for one in taken)
    assert accepted == len(mentions) - hidden
    assert sum(sum(one.verdicts.values()) for one in taken) == accepted
    verdicts = [mention.verdict for document in space.documents(ME) for mention in document.mentions]
    assert verdicts.count("accepted") == accepted
    assert len(verdicts) == len(mentions)
    assert not any(one.verdicts for one in back(space, how, written_anew(how, out(space, how, unit=unit)), unit=unit))


def lines_of(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def written(entities: Sequence[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in entities)


def of(entities: list[dict[str, Any]], name: str, document: str) -> dict[str, Any]:
    key = made(document).key
    return next(
        one
        for one in entities
        if one["schema"] == "Mention" and one["properties"]["name"] == [name] and one["properties"]["document"] == [key]
    )


def test_what_another_program_says_of_mentions_in_followthemoney_is_a_decision(space: Workspace) -> None:
    entities = lines_of(out(space, "ftm"))
    of(entities, YAZD, "zwnj")["properties"]["detectedSchema"] = ["Person"]
    of(entities, SEPEHR, "emoji")["asnad"]["verdict"] = "rejected"
    entities.remove(of(entities, YAZD, "emoji"))
    document, twice = made("markup").key, made("again and again").key
    fresh = {"document": [document], "name": ["amp"], "detectedSchema": ["Company"]}
    entities.append({"id": "x1", "schema": "Mention", "properties": fresh})
    entities.append({"id": "x2", "schema": "Mention", "properties": {**fresh, "document": [twice], "name": ["رفت"]}})
    entities.append({"id": "x3", "schema": "Mention", "properties": {**fresh, "detectedSchema": ["Vessel"]}})
    entities.append({"id": "x4", "schema": "Mention", "properties": {**fresh, "document": ["another"]}})
    entities.append({"id": "x5", "schema": "Company", "properties": {"name": ["شرکتی"]}})
    taken = back(space, "ftm", written(entities) + b"{nonsense\n[]\n")
    decided = {one.document: dict(one.verdicts) for one in taken if one.verdicts}
    assert decided == {
        made("zwnj").key: {"correct": 1},
        made("emoji").key: {"reject": 1},
        document: {"add": 1},
    }
    told = " | ".join(str(trouble.why) for one in taken if one.wrong for trouble in one.troubles)
    for said in (
        "stands 60 times",
        "'Vessel' has no label",
        "no document 'another'",
        "JSONDecodeError",
        "no entity of",
    ):
        assert said in told, said
    (yazd,) = (m for m in space.document(ME, made("emoji").key).mentions)
    assert (yazd.surface, yazd.verdict) == (YAZD, "unseen")  # its line was lost, and that says nothing


def test_words_without_zwnj_and_with_other_blanks_are_found_where_they_stand(space: Workspace) -> None:
    key = made("zwnj").key
    said = {"document": [key], "name": ["تفاهمنامه امضا"], "detectedSchema": ["Organization"]}
    (taken,) = back(space, "ftm", written([{"id": "x", "schema": "Mention", "properties": said}]))
    assert dict(taken.verdicts) == {"add": 1}
    added = next(m for m in space.document(ME, key).mentions if m.verdict == "added")
    assert added.surface == f"تفاهم{ZWNJ}نامه امضا"


def test_a_mention_that_somebody_judged_since_is_told_with_both_sides(space: Workspace) -> None:
    entities = lines_of(out(space, "ftm"))
    back(space, "ftm", written(entities), accept=True)
    of(entities, YAZD, "zwnj")["asnad"]["verdict"] = "rejected"
    taken = [one for one in back(space, "ftm", written(entities)) if one.wrong]
    assert [one.document for one in taken] == [made("zwnj").key]
    assert taken[0].troubles[0].now


def test_what_went_out_with_it_may_be_gone_or_broken(space: Workspace) -> None:
    entities = lines_of(out(space, "ftm"))
    of(entities, YAZD, "zwnj")["asnad"] = {"key": 5}
    of(entities, SEPEHR, "emoji")["asnad"]["start"] = "x"
    taken = back(space, "ftm", written(entities))
    assert len([one for one in taken if one.wrong]) == 2
    assert not any(one.verdicts for one in taken)
    with pytest.raises(UnreadableExchange):
        FORMATS["csv"].read(b"", "codepoints").__next__()
