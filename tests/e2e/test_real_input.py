"""The five seed pages and the real web pages, from bytes to what a researcher finds; skipped where they are absent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.document import Document
from pipeline.index.results import View
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:

    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data is not at hand")
    with Workspace(Settings(workspace=tmp_path_factory.mktemp("real") / "ws")) as space:
        report = space.ingest(ME, [folder / "seeds", folder / "html"])
        assert report.added >= 9
        yield space


def seeds(real: Workspace, query: str) -> set[str]:
    uris = [hit.uri.rsplit("/", 1)[-1] for hit in real.search(ME, query, View(limit=100)).hits]
    return {name[:3] for name in uris if name.endswith(".txt")}


def seed(real: Workspace, number: str) -> Document:
    return next(d for d in real.store.documents() if d.uri.rsplit("/", 1)[-1].startswith(number))


@pytest.mark.parametrize("spelling", ['"سازمان‌های مردم‌نهاد"', '"سازمانهای مردمنهاد"', '"سازمان هاي مردم نهاد"'])
def test_a_phrase_is_found_however_it_is_spelt(real: Workspace, spelling: str) -> None:
    wanted = [hit.key for hit in real.search(ME, '"سازمان‌های مردم‌نهاد"', View(limit=100)).hits]
    assert {hit.key for hit in real.search(ME, spelling, View(limit=100)).hits} == set(wanted)
    assert {"001", "004"} <= seeds(real, spelling)


def test_other_findings(real: Workspace) -> None:
    assert "000" in seeds(real, "تفاهم نامه")
    assert seeds(real, "۱۷۰") == seeds(real, "170") != set()
    assert "003" in seeds(real, "الأمانة العامة")


def test_counts_of_the_first_seed(real: Workspace) -> None:
    counts = [m.value for m in seed(real, "000").mentions if m.label == "COUNT"]
    assert [(c["number"], c["modifier"], c["unit"]) for c in counts] == [
        (170, "about", "تفاهم‌نامه"),
        (27, "more_than", "ستاد همکاری"),
        (220, "about", "حکم نمایندگی"),
        (177, "exact", "تفاهم‌نامه"),
        (22, "exact", "تفاهم‌نامه"),
        (45, "exact", "دستگاه"),
    ]
    assert counts[3]["units"] == ["تفاهم‌نامه", "توافق‌نامه"]


def test_one_publication_date_from_two_calendars(real: Workspace) -> None:
    document = seed(real, "004")
    assert document.published == "2025-08-13T22:06"
    assert "two_calendars" in document.flags
    shown = [m.value for m in document.mentions if m.value.get("role") == "published"]
    assert [(v["calendar"], v["start"]) for v in shown] == [("gregorian", "2025-08-13"), ("jalali", "2025-08-13")]
    assert "same_as" in shown[1]


def test_organisations_are_found_whole(real: Workspace) -> None:
    names = {m.value["name"] for number in ("000", "003") for m in seed(real, number).mentions if m.label == "ORG"}
    assert {"وزارة التعليم العالي والبحث العلمي", "مدیریت ارتباط با سازمان‌ها و نهادهای حاکمیتی"} <= names


def test_publication_dates_of_web_pages(real: Workspace, data: Path) -> None:
    import json

    wanted = {row["file"]: row["date"] for row in json.loads((data / "html/dates.json").read_text("utf-8")).values()}
    found = {d.uri.rsplit("/", 1)[-1]: d.published[:10] for d in real.store.documents()}
    assert {name: found[name] for name in wanted} == wanted


def test_bad_files_are_documents_or_explained(data: Path, tmp_path: Path) -> None:
    from pipeline.store import failures

    with Workspace(Settings(workspace=tmp_path / "ws")) as space:
        report = space.ingest(ME, [data / "bad"])
        count = sum(1 for _ in (data / "bad").iterdir())
        assert report.added + report.failed == count
        assert report.added >= 10
        failed = failures.failures(space.store)
        assert len(failed) == report.failed
        assert not [f for f in failed if f.code == "internal"]
        assert all(f.message and (f.blob or f.code == "empty") for f in failed)
