"""Documents read for some labels only: what is counted of them is what it would be of the whole ones."""

from corpora.document import Document
from pipeline.records import Source
from pipeline.registry.indicators import POINTED, points
from pipeline.review.reviewed import Asked
from pipeline.workspace import Workspace
from tests.makers import ME

TEXTS = (
    "دانشگاه یزد در تهران ۲۹ تفاهم‌نامه امضا کرد.",
    "استانداری یزد در کرمان ۱۷ تفاهم‌نامه امضا کرد.",
)


def _counted(documents: list[Document]) -> list[tuple[float, list[str]]]:
    return [(point.number, [*point.bodies.values()]) for point in points(documents, "تفاهم‌نامه")]


def test_what_is_left_out_changes_no_count_and_what_was_judged_is_whole(workspace: Workspace) -> None:
    some = [Source(f"file:///{number}.txt", f"{number}.txt", text.encode()) for number, text in enumerate(TEXTS)]
    assert workspace.ingest_sources(ME, some).failed == 0
    whole = sorted(workspace.documents(ME), key=lambda one: one.uri)
    keys, store = [one.key for one in whole], workspace.store
    part = store.get_some(keys, POINTED)
    assert [{mention.label for mention in one.mentions} for one in part] == [{"ORG", "COUNT"}] * 2
    assert all("PLACE" in {mention.label for mention in one.mentions} for one in whole)
    assert _counted(part) == _counted(whole) == [(29, ["دانشگاه یزد"]), (17, ["استانداری یزد"])]
    body = next(mention for mention in whole[1].mentions if mention.label == "ORG")
    workspace.mentions.decide(ME, keys[1], Asked("reject", body.id, body.value))
    assert store.get_some(keys, POINTED)[1] == store.get_some(keys)[1]
    assert _counted(store.get_some(keys, POINTED)) == [(29, ["دانشگاه یزد"]), (17, [])]
