"""Stories: near-duplicates have one number, given when they are stored."""

from corpora.document import Document, Span
from corpora.ids import digest
from pipeline.store.documents import Store
from pipeline.workspace import Workspace

STORY = "استاندار یزد در نشست شورای هماهنگی گفت ساخت بیمارستان تازه تا پایان سال به پایان می‌رسد و ۲۰۰ تخت دارد."
COPY = STORY.replace("یزد در نشست", "یزد امروز در نشست").replace("\N{ZERO WIDTH NON-JOINER}", " ")
OTHER = "دانشگاه میبد و پارک علم و فناوری استان تفاهم‌نامه‌ای برای پژوهش در انرژی خورشیدی امضا کردند."


def document(name: str, text: str, furniture: tuple[Span, ...] = ()) -> Document:
    uri = f"file:///{name}"
    return Document(
        key=name.ljust(32, "0"), id=name, uri=uri, text=text, content_hash=digest(text.encode()), furniture=furniture
    )


def stories(store: Store) -> dict[str, int]:
    found = {change.key[0]: change.filed.story for change in store.changes(0)}
    assert None not in found.values()
    return {name: story or 0 for name, story in found.items()}


def test_near_duplicates_tell_one_story(store: Store) -> None:
    store.put([(document("a", STORY), ""), (document("b", COPY), ""), (document("c", OTHER), "")])
    store.put([(document("d", STORY + " این خبر تکمیل می‌شود."), ""), (document("e", ""), "")])
    given = stories(store)
    assert given["a"] == given["b"] == given["d"]
    assert len({given["a"], given["c"], given["e"]}) == 3


def test_what_a_page_shows_beside_its_story_tells_nothing(store: Store) -> None:
    menu = "خانه درباره ما تماس با ما آرشیو اخبار ورزشی فرهنگی اقتصادی سیاسی بین‌الملل استان‌ها عکس فیلم پیوندها\n"
    furniture = (Span(0, len(menu)),)
    store.put([(document("a", menu + STORY, furniture), ""), (document("b", menu + OTHER, furniture), "")])
    assert len(set(stories(store).values())) == 2


def test_a_story_stays_with_its_leader(store: Store) -> None:
    store.put([(document("a", STORY), ""), (document("b", COPY), "")])
    before = stories(store)["b"]
    store.put([(document("a", OTHER), "")])
    assert stories(store) == {"a": before, "b": before}
    store.put([(document("c", OTHER), "")])
    assert stories(store)["c"] == before
    store.withdraw(document("a", "").key, "ما")
    store.put([(document("d", OTHER), "")])
    assert stories(store)["d"] != before


def test_a_story_is_the_same_in_an_index_that_is_built_anew(workspace: Workspace) -> None:
    workspace.store.put([(document("a", STORY), ""), (document("b", COPY), ""), (document("c", OTHER), "")])
    workspace.store.put([(document("a", OTHER + " دو"), "")])  # in the order of ``seq`` b would lead now
    workspace.indexing.sync()
    before = stories(workspace.store)
    workspace.indexing.reindex()
    assert stories(workspace.store) == before


def test_what_was_stored_before_there_were_stories_gets_one(workspace: Workspace) -> None:
    workspace.store.put([(document("a", STORY), ""), (document("b", COPY), ""), (document("c", OTHER), "")])
    given = stories(workspace.store)
    with workspace.store.writing() as connection:
        for table in ("story_bands", "story_leaders"):
            connection.exec_driver_sql(f"delete from {table}")
        connection.exec_driver_sql("update documents set story = null")
    workspace.indexing.sync()
    assert stories(workspace.store) == given
