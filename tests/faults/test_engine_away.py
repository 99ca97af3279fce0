"""An engine that is away costs nothing that was stored, and is brought up later; what went wrong in it is repaired."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from corpora.document import Document
from pipeline.errors import BackendUnavailable
from pipeline.index.elastic import mapping
from pipeline.index.elastic.backend import ElasticBackend
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.index.records import IndexRecord
from pipeline.index.results import Passage, Results, View
from pipeline.query.parser import parse
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.away import away
from tests.makers import ME
from tests.services import drop_indices, free_port


@pytest.fixture
def prefix(elasticsearch: str) -> Iterator[str]:
    name = f"t{uuid.uuid4().hex[:12]}"
    yield name
    drop_indices(elasticsearch, name)


QUERIES = (
    "تفاهم نامه",
    '"مذكرة تفاهم"',
    "org:دانشگاه",
    "یزد OR بغداد",
    "count:سند",
    "published:2025",
    "وزارة -تونس",
    "تفاهم*",
    "استان NEAR/4 یزد",
)


def told(results: Results) -> tuple[dict[str, float], dict[str, tuple[Passage, ...]]]:
    """Scores and passages of the hits, by address."""
    return {hit.uri: hit.score for hit in results.hits}, {hit.uri: hit.passages for hit in results.hits}


def keys(space: Workspace, query: str) -> set[str]:
    return {hit.key for hit in space.search(ME, query).hits}


def test_both_engines_find_the_same_in_the_same_order(
    elasticsearch: str, prefix: str, filled: Path, tmp_path: Path
) -> None:
    samples = Path(__file__).parent.parent.parent / "corpora/samples"
    settings = Settings(workspace=tmp_path / "ws", elasticsearch=elasticsearch, elasticsearch_prefix=prefix)
    with Workspace(settings) as far, Workspace(Settings(workspace=filled)) as near:
        assert far.ingest(ME, [samples], "samples").failed == 0
        for query in QUERIES:
            one, other = near.search(ME, query, View(limit=50)), far.search(ME, query, View(limit=50))
            (scores, passages), (others, marked) = told(one), told(other)
            assert others == pytest.approx(scores, abs=0.05), query
            assert marked == passages
            in_their_order = [scores[hit.uri] for hit in other.hits]
            assert in_their_order == pytest.approx(sorted(in_their_order, reverse=True), abs=0.05)
            assert (one.total, one.facets) == (other.total, other.facets)


def test_what_was_stored_meanwhile_is_indexed_later(elasticsearch: str, prefix: str, tmp_path: Path) -> None:
    here = Settings(workspace=tmp_path / "ws", elasticsearch=elasticsearch, elasticsearch_prefix=prefix, workers=1)
    (tmp_path / "a.txt").write_text("نشست شورای شهر یزد برگزار شد.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("دانشگاه میبد گزارش داد.", encoding="utf-8")
    with Workspace(here) as space:
        space.ingest(ME, [tmp_path / "a.txt"])
        with away(space.backend, BackendUnavailable("the line was cut"), "index", "delete", "refresh"):
            assert space.ingest(ME, [tmp_path / "b.txt"]).added == 1
    with Workspace(here) as space:
        assert (space.indexing.lag(), keys(space, "میبد")) == (1, set())
        assert space.indexing.sync() == 1
        assert len(keys(space, "میبد")) == 1


def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, elasticsearch=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(BackendUnavailable, match="does not answer"):
        Workspace(settings)


def test_an_index_that_lost_and_kept_too_much_is_repaired(elasticsearch: str, prefix: str, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "ws", elasticsearch=elasticsearch, elasticsearch_prefix=prefix, workers=1)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"نشست شورای شهر یزد، گزارش {name}", encoding="utf-8")
    with Workspace(settings) as space:
        space.ingest(ME, [tmp_path / "a.txt", tmp_path / "b.txt"])
        lost, kept = sorted(keys(space, "یزد"))
        space.backend.delete([(lost, space.store.last_seq())])
        space.backend.refresh(space.backend.checkpoint())
        with space.store.writing() as connection:
            connection.exec_driver_sql("update documents set withdrawn_at = 'x' where key = ?", (kept,))
        assert keys(space, "یزد") == {kept}
        assert space.indexing.verify() == (1, 1)
        assert keys(space, "یزد") == {lost}
        assert space.indexing.verify() == (0, 0)


def test_hits_beyond_the_window_are_walked_to(elasticsearch: str, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "LARGEST_WINDOW", 5)
    engine = ElasticBackend(ElasticSettings(elasticsearch, prefix=prefix))
    names = [f"k{n:02}" for n in range(14)]
    documents = (Document(key=name, id=name, uri="", text="نشست شورای شهر یزد", language="fa") for name in names)
    engine.index(IndexRecord.of(document, seq) for seq, document in enumerate(documents, 1))
    engine.refresh(14)
    seen, offset = list[str](), 0
    while True:
        page = engine.search(parse("یزد"), View(limit=2, offset=offset))
        assert page.total == 14
        seen += [hit.key for hit in page.hits]
        if page.next is None:
            break
        offset = page.next
    assert seen == names
    engine.close()


def test_a_rebuild_is_not_seen_until_it_is_whole_and_goes_on_where_it_was(
    elasticsearch: str, prefix: str, tmp_path: Path
) -> None:
    settings = Settings(workspace=tmp_path / "ws", elasticsearch=elasticsearch, elasticsearch_prefix=prefix, workers=1)
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"نشست شورای شهر یزد، گزارش {name}", encoding="utf-8")
    with Workspace(settings) as space, Elasticsearch(elasticsearch) as client:
        space.ingest(ME, [tmp_path / "a.txt", tmp_path / "b.txt"])
        (before,) = client.indices.get_alias(name=f"{prefix}-docs-*-read")
        seen: list[int] = []

        def interrupted(_: int) -> None:
            seen.append(len(keys(space, "یزد")))
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            space.indexing.reindex(interrupted)
        assert seen == [len(keys(space, "یزد"))] == [2]
        assert space.indexing.reindex() == 0  # it had come to the end, and was stopped before it took its place
        (after,) = client.indices.get_alias(name=f"{prefix}-docs-*-read")
        assert (after != before, len(keys(space, "یزد")), space.indexing.lag()) == (True, 2, 0)
        assert client.indices.exists(index=before)
        assert space.indexing.reindex() == 2
        assert not client.indices.exists(index=before)
        (tmp_path / "c.txt").write_text("شورای شهر یزد نشست دیگری داشت.", encoding="utf-8")
        space.ingest(ME, [tmp_path / "c.txt"])
        assert len(keys(space, "یزد")) == 3
        space.indexing.roll_back()
        assert client.indices.get_alias(name=f"{prefix}-docs-*-read").keys() == {after}
        assert (len(keys(space, "یزد")), space.indexing.lag(), space.indexing.verify()) == (3, 0, (0, 0))
        with pytest.raises(BackendUnavailable, match="no earlier"):
            space.indexing.roll_back()
