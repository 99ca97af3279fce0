"""Pairs that may be the same, kept up as a projection: no request compares names, and nothing decided comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review import suggested
from pipeline.review.entities import Entities
from pipeline.review.pairs import Names, pairs
from pipeline.review.suggested import Suggested
from pipeline.settings import Settings
from pipeline.store import entities
from pipeline.store.entities import Counted, Entity
from pipeline.workspace import Workspace

ME = local("زهرا")
_TEXTS = {
    "fa1": "بنیاد نیکوکاری مهرآوران یزد وام داد. رئیس بنیاد نیکوکاری مهرآوران یزد سخن گفت.",
    "fa2": "بنیاد مهرآوران یزد جشنی گرفت. مدیر بنیاد مهرآوران یزد سخن گفت.",
}
_LATER = "بنیاد خیریه مهرآوران یزد افطاری داد. مدیر بنیاد خیریه مهرآوران یزد سخن گفت."
type Pair = frozenset[str]
_CHILDREN = """
سلمان بن عبد العزيز | محمد بن سلمان بن عبد العزيز
عبد الله صالح | أحمد علي عبد الله صالح
علي عبد الله صالح | أحمد علي عبد الله صالح
حافظ الأسد | بشار حافظ الأسد
فيصل بن عبد العزيز | تركي بن عبد الله الفيصل بن عبد العزيز
زايد آل نهيان | محمد بن زايد آل نهيان
صدام حسين | عدي صدام حسين
رفيق الحريري | سعد الدين رفيق الحريري
معمر القذافي | سيف الإسلام معمر القذافي
عبد العزيز آل سعود | نورة بنت عبد العزيز آل سعود
الحسين بن علي | زين العابدين علي بن الحسين بن علي
سليمان فرنجية | طوني سليمان فرنجية
"""
_THE_SAME = """
مریم کریمی | دکتر مریم کریمی
علی خامنه‌ای | سید علی خامنه‌ای
احمدی‌نژاد | محمود احمدی‌نژاد
حسن روحانی | حجت‌الاسلام حسن روحانی
علی احمدی | محمد علی احمدی
العساف | إبراهيم بن عبدالعزيز العساف
بري | نبيه بري
محمد حسنين هيكل | الأستاذ محمد حسنين هيكل
عباس عراقچی | سید عباس عراقچی
محمد مرسي | الرئيس محمد مرسي
"""


def add(space: Workspace, key: str, text: str, collection: str = "main") -> None:
    space.ingest_sources(ME, [Source(f"file:///{key}.txt", f"{key}.txt", text.encode())], collection)


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        for key, text in _TEXTS.items():
            add(space, key, text)
        yield space


@pytest.fixture
def followed(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> Suggested:
    """As on a server with many documents: a thread is to make pairs, as that takes long."""
    monkeypatch.setattr(suggested, "_QUICK_SECONDS", -1.0)
    monkeypatch.setattr(suggested, "_REST", 0)
    space.entities.pairs = Suggested(space.store, space.organisations, lambda: True)
    space.entities.pairs.load()
    return space.entities.pairs


def names(space: Workspace, who: Principal = ME) -> list[Pair]:
    return [frozenset((s.one.entity.name, s.other.entity.name)) for s in space.entities.suggestions(who)]


def follow(pairs_: Suggested, space: Workspace) -> bool:
    changes = space.store.changes(pairs_.cursor(), 50)
    return bool(changes) and pairs_.apply(changes)


_FIRST: Pair = frozenset(("بنیاد نیکوکاری مهرآوران یزد", "بنیاد مهرآوران یزد"))
_SECOND: Pair = frozenset(("بنیاد خیریه مهرآوران یزد", "بنیاد مهرآوران یزد"))


def test_no_request_compares_names_where_a_thread_does(space: Workspace, followed: Suggested) -> None:
    assert names(space) == [_FIRST]
    add(space, "fa3", _LATER)
    assert names(space) == [_FIRST]
    assert follow(followed, space)
    assert set(names(space)) == {_FIRST, _SECOND}
    assert not follow(followed, space)


def test_where_no_thread_does_a_request_makes_them(space: Workspace) -> None:
    assert names(space) == [_FIRST]
    add(space, "fa3", _LATER)
    assert set(names(space)) == {_FIRST, _SECOND}


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_what_was_decided_is_not_shown_again(space: Workspace, followed: Suggested, verdict: str) -> None:
    (pair,) = space.entities.suggestions(ME)
    number = space.entities.judge(ME, pair.one.entity.id, pair.other.entity.id, verdict)  # type: ignore[arg-type]
    assert names(space) == []
    follow(followed, space)
    assert names(space) == []
    space.entities.undo(ME, number)
    assert names(space) == [_FIRST]


def test_a_pair_of_one_that_was_joined_to_a_third_waits(space: Workspace, followed: Suggested) -> None:
    add(space, "fa3", _LATER)
    follow(followed, space)
    by_name = {one.entity.name: one.entity.id for one in space.entities.find(ME, "مهرآوران", "ORG")}
    space.entities.same(ME, by_name["بنیاد خیریه مهرآوران یزد"], by_name["بنیاد مهرآوران یزد"])
    assert not any("بنیاد مهرآوران یزد" in pair for pair in names(space))
    follow(followed, space)
    assert not any("بنیاد مهرآوران یزد" in pair for pair in names(space))


def test_counts_and_sides_are_those_that_a_reader_sees_now(space: Workspace, followed: Suggested) -> None:
    """Also where the pairs are made anew later: what left a collection is not there for its readers at once."""
    space.collections.add(ME, "desk")
    reader = Principal("امید", "person", {"main": "viewer"})
    assert names(space, reader) == [_FIRST]
    space.collections.move(ME, [_key(space, "fa2")], "desk")
    assert names(space, reader) == []
    assert names(space) == [_FIRST]
    follow(followed, space)
    assert names(space, reader) == []


def _key(space: Workspace, name: str) -> str:
    (hit,) = [hit for hit in space.search(ME, "بنیاد").hits if space.document(ME, hit.key).uri.endswith(f"{name}.txt")]
    return hit.key


def test_what_was_parted_is_there_at_once(space: Workspace, followed: Suggested) -> None:
    (pair,) = space.entities.suggestions(ME)
    key = space.entities.profile(ME, pair.other.entity.id).aliases[0].key
    space.entities.same(ME, pair.one.entity.id, pair.other.entity.id)
    follow(followed, space)
    space.entities.apart(ME, pair.one.entity.id, key)
    assert names(space) == [_FIRST]


def test_it_follows_only_where_somebody_asked(space: Workspace) -> None:
    kept_up = Suggested(space.store, space.organisations, lambda: True)
    assert kept_up.cursor() == space.store.last_seq()
    kept_up.load()
    before = kept_up.cursor()
    add(space, "fa3", _LATER)
    assert before == kept_up.cursor() < space.store.last_seq()


def test_entities_follow_with_the_index(space: Workspace) -> None:
    """A server's Follower makes the pairs again by itself."""
    space.entities.pairs.load()
    with space.upkeep.following():
        assert space.entities.pairs._followed()
    assert not space.entities.pairs._followed()
    assert isinstance(space.entities, Entities)


@pytest.mark.parametrize("line", _CHILDREN.strip().splitlines())
def test_a_child_is_never_among_the_first(line: str) -> None:
    """Arabic names go on with the father's name, with «بن» or without."""
    assert _reasons(line) in ([], ["kin"])


@pytest.mark.parametrize("line", _THE_SAME.strip().splitlines())
def test_a_title_or_a_first_name_more_is_the_same_person(line: str) -> None:
    assert _reasons(line) == ["shorter"]


def _reasons(line: str) -> list[str]:
    return [pair.reason for pair in pairs([_person(n, name.strip()) for n, name in enumerate(line.split("|"))])]


def _person(number: int, name: str) -> Counted:
    return Counted(Entity(str(number), "PERSON", name), 1, 1)


def test_children_come_behind_all_others(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [
        Counted(Entity(str(n), "PERSON", name), 90 - n, 90) for n, name in enumerate(("حافظ الأسد", "بشار حافظ الأسد"))
    ]
    few = [Counted(Entity(f"f{n}", "PERSON", name), 2, 2) for n, name in enumerate(("نبيه بري", "بري"))]
    monkeypatch.setattr(
        entities, "most_mentioned", lambda _, label, *__, **___: many + few if label == "PERSON" else []
    )
    made = space.entities.pairs._likely
    with space.store.engine.connect() as connection:
        assert [one.reason for one in sorted(made(connection, None), key=suggested._most_first)] == ["shorter", "kin"]


def test_names_are_compared_once_and_again_when_they_are_others() -> None:
    found = [Entity(str(n), "ORG", f"سازمان {what} یزد") for n, what in enumerate(("آب", "برق", "آب و برق"))]
    one = Names()
    one.know(found)
    assert {frozenset(pair[:2]) for pair in one.near("012")} == {frozenset("02"), frozenset("12")}
    one.know([Entity("2", "ORG", "شرکت گاز")])
    assert one.near("012") == []
    one.know(found)
    assert len(one.near("012")) == 2
    assert one.near("01") == []


def test_a_crowd_of_names_with_one_beginning_is_compared_too() -> None:
    crowd = [Entity(str(n), "ORG", f"وزارت {'امور ' * (n % 3)}{chr(0x628 + n % 20)}{n}") for n in range(100)]
    last = [Entity("a", "ORG", "وزارت کشور ایران"), Entity("b", "ORG", "وزارت کشور جمهوری اسلامی ایران")]
    known = Names()
    known.know([*crowd, *last])
    assert ("a", "b", "shorter") in known.near(["a", "b"])


def test_ministries_of_two_countries_are_no_pair(space: Workspace) -> None:
    add(space, "ar1", "أعلنت وزارة التربية في دمشق أن سوريا ستبني مدارس. وقالت وزارة التربية في سوريا إن العمل بدأ.")
    add(space, "ar2", "أعلنت وزارة التربية والتعليم في الرياض خطة. وقالت وزارة التربية والتعليم في السعودية ذلك.")
    ministries = [one.entity for one in space.entities.find(ME, "وزارة التربية", "ORG")]
    assert {one.name for one in ministries} == {"وزارة التربية", "وزارة التربية والتعليم"}
    assert [pair.reason for pair in pairs([Counted(one, 1, 1) for one in ministries])] == ["shorter"]
    assert not any(pair == {one.name for one in ministries} for pair in names(space))
