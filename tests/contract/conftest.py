"""Every engine behind SearchBackend, with a few documents."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.index.backend import SearchBackend
from pipeline.index.elastic.backend import ElasticBackend
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.index.embedded.backend import EmbeddedBackend
from tests.contract.documents import TEXTS, Make, record
from tests.services import drop_indices


@pytest.fixture(params=["folder", "memory", "elasticsearch"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch")
        settings = ElasticSettings(url, prefix=f"t{uuid.uuid4().hex[:12]}")
        yield lambda: ElasticBackend(settings)
        drop_indices(settings.url, settings.prefix)
        return
    folder = tmp_path / "index" if request.param == "folder" else None
    yield lambda: EmbeddedBackend(folder)


@pytest.fixture
def backend(make: Make) -> Iterator[SearchBackend]:
    engine = make()
    engine.index(record(name, seq) for seq, name in enumerate(TEXTS, 1))
    engine.refresh(len(TEXTS))
    yield engine
    engine.close()
