"""Watch lists: names are found where a search for them finds, whatever their spelling, and alerts say which."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from corpora.document import Document
from pipeline.cli import cli
from pipeline.errors import RefusedDecision
from pipeline.index.phrases import Phrases, runs_of
from pipeline.index.records import IndexRecord
from pipeline.monitors.alerts import Alert, Wanted
from pipeline.monitors.messages import record
from pipeline.monitors.watch_files import MOST
from pipeline.monitors.watch_lists import names_in
from pipeline.settings import Settings
from pipeline.store import tables as t
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import LONG, read, story

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as made:
        yield made


def heard(space: Workspace) -> list[Alert]:
    space.matching.catch_up()
    return space.alerts.all(ME, Wanted(after=0))


def found(names: list[str], text: str) -> set[str]:
    phrases = Phrases()
    for number, name in enumerate(names):
        phrases.add(number, runs_of(name))
    made = IndexRecord.of(Document("a" * 32, "a", "file:///a", text, language="fa"), 1)
    return {names[number] for number in phrases.found(made)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("دانشگاه علوم پزشكي", "رئیس دانشگاه علوم پزشکی از بخش تازه بازدید کرد."),
        ("کتابخانه‌های عمومی", f"نهاد کتابخانه{ZWNJ}های عمومی و کتابخانه های عمومی یزد"),
        ("شركة الموانئ", "أعلنت وزارة النقل وشركة الموانئ خطة جديدة."),
        ("تفاهم نامه", "متن تفاهمنامه منتشر شد."),
        ("تفاهمنامه", "متن تفاهم‌نامه منتشر شد."),
        ("استانداری یزد", "نماینده «استانداری» یزد گفت"),
        ('انجمن "مهر"', "گزارش انجمن مهر"),
    ],
)
def test_a_name_is_found_whatever_its_spelling(name: str, text: str) -> None:
    assert found([name, "شهرداری رشت"], text) == {name}


def test_a_part_of_a_name_is_none() -> None:
    assert found(["دانشگاه میبد یزد", "میبد دانشگاه"], LONG) == set()
    assert found(["میبد", "دانشگاه میبد"], LONG) == {"میبد", "دانشگاه میبد"}


def test_a_name_is_found_exactly_where_a_search_finds_it(space: Workspace, tmp_path: Path) -> None:
    texts = [
        LONG,
        "وزارة العدل ووزارة الموارد المائية وقعتا مذكرة تفاهم في جامعة بابل، وستنفذ الأمانة العامة البرنامج.",
        "سازمان‌های مردم‌نهاد یزد و سازمان حفاظت محیط زیست ۱۲ تفاهم نامه امضا کردند؛ هیئت وزیران آن را پذیرفت.",
        "كارگاه آموزشي مستندسازي براي دبيران انجمن هاي علمي دانشگاه برگزار شد و مي رود تا پايان هفته.",
    ]
    read(space, tmp_path, *({"id": str(n), "text": text, "title": ""} for n, text in enumerate(texts)))
    words = [word for text in texts for word in text.translate(str.maketrans("،.؛", "   ")).split()]
    names = [" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)]
    names += ["تفاهمنامه", "هیأت وزیران", "محیط‌زیست", "زيست محيط", "وزیران", "مردم نهاد", "العدل", "می‌رود"]
    hits = 0
    for document in space.documents(ME):
        made = IndexRecord.of(document, 1)
        phrases = Phrases()
        for number, name in enumerate(names):
            phrases.add(number, runs_of(name))
        there = {names[number] for number in phrases.found(made)}
        searched = {
            name
            for name in names
            if any(hit.id == document.id for hit in space.search(ME, f'"{name}"', relax=False).hits)
        }
        assert there == searched
        hits += len(there)
    assert hits > len(names) / 2


def test_an_alert_says_which_names_it_is_of(space: Workspace, tmp_path: Path) -> None:
    space.monitors.watch(ME, "نهادها", ["شهرداری رشت", "استانداري يزد", "دانشگاه ميبد"])
    read(space, tmp_path, story("one"), story("copy"))
    (alert,) = heard(space)
    assert alert.entries == ("استانداري يزد", "دانشگاه ميبد")
    assert "استانداری یزد" in alert.passage
    assert [copy.uri for copy in alert.also] == ["https://press.example/copy"]
    assert record(alert)["entries"] == ["استانداري يزد", "دانشگاه ميبد"]
    (shown,) = space.monitors.all(ME)
    assert (shown.problem, shown.monitor.asked["names"]) == ("", 3)
    space.delete(ME, "one")
    assert heard(space) == []
    space.monitors.remove(ME, "نهادها")
    with space.store.engine.connect() as connection:
        assert connection.execute(t.watch_names.select()).all() == []


def test_a_list_looks_in_its_collection_alone(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "desk")
    space.monitors.watch(ME, "نهادها", ["دانشگاه میبد"], "desk")
    read(space, tmp_path, story("one"))
    assert heard(space) == []
    read(space, tmp_path, story("two"), collection="desk")
    assert len(heard(space)) == 1


def test_what_another_analysis_made_is_made_again(space: Workspace, tmp_path: Path) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["دانشگاه میبد"])
    with space.store.writing() as connection:
        connection.execute(update(t.watch_names).values(runs=[["whole_stem", "nothing"]]))
        connection.execute(update(t.monitors).values(asked={"names": 1, "made": 0}))
    read(space, tmp_path, story("one"))
    assert len(heard(space)) == 1
    assert space.monitors.named(ME, monitor.id).asked["made"] > 0


@pytest.mark.parametrize(
    ("data", "column", "names"),
    [
        ("زهرا بیگدلی\nعلی  رستمی\n\nزهرا بیگدلی\n".encode(), "", ["زهرا بیگدلی", "علی رستمی"]),
        ("سمت;نام\nشهردار;زهرا بیگدلی\n".encode("utf-8-sig"), "نام", ["زهرا بیگدلی"]),
        ('name\n"Bank, Melli"\n'.encode("utf-16"), "name", ["Bank, Melli"]),
    ],
)
def test_a_list_is_csv(data: bytes, column: str, names: list[str]) -> None:
    assert names_in(data, column) == names


@pytest.mark.parametrize(
    ("data", "column", "told"),
    [
        (b"\x00\x01\x02\x03" * 20, "", "no name in the list|no text"),
        (b"\n , \n", "", "no name"),
        ("سمت\nشهردار\n".encode(), "نام", "no column"),
        ("\n".join(f"نام {n}" for n in range(MOST + 1)).encode(), "", "names at most"),
        (("ن" * 301).encode(), "", "characters at most"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, column: str, told: str) -> None:
    with pytest.raises(RefusedDecision, match=told):
        names_in(data, column)


def test_a_name_without_a_word_is_refused(space: Workspace) -> None:
    with pytest.raises(RefusedDecision, match="no word"):
        space.monitors.watch(ME, "نهادها", ["میبد", "«…»"])
    assert space.monitors.all(ME) == []


def test_the_command_watches_for_a_file(tmp_path: Path) -> None:
    names, place = tmp_path / "names.csv", ["--workspace", str(tmp_path / "ws")]
    names.write_text("دانشگاه ميبد\n", encoding="utf-8")
    made = CliRunner().invoke(cli, ["monitor", "watch", "نهادها", str(names), *place])
    assert made.exit_code == 0, made.output
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps(story("one")) + "\n", encoding="utf-8")
    assert CliRunner().invoke(cli, ["ingest", str(lines), *place]).exit_code == 0
    told = CliRunner().invoke(cli, ["alerts", "--json", *place])
    assert json.loads(told.stdout)["entries"] == ["دانشگاه ميبد"]
    tried = CliRunner().invoke(cli, ["monitor", "test", "نهادها", *place])
    assert tried.exit_code == 1
    assert "list of names" in tried.output
