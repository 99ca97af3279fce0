"""Two archives that are alike but for a collection which one of them has, and which nobody who asks may see."""

import json
import os
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.ids import digest
from pipeline.people.principal import Principal, Role
from pipeline.redaction.places import Wanted as Redacting
from pipeline.review.queue import Which
from pipeline.settings import Settings
from pipeline.sources.sources import Wanted
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

PUBLIC = (
    ("نشست شورای شهر یزد", "استانداری یزد و دانشگاه میبد ۱۲ تفاهم‌نامه درباره کتابخانه مرکزی شهر امضا کردند."),
    ("گشایش کتابخانه", "کتابخانه مرکزی یزد با حضور استانداری یزد و نویسندگان استان پس از سه سال گشایش یافت."),
)
HIDDEN = (
    (
        "نشست زعفران",
        "استانداری یزد و وزارت کشور ۱۷ تفاهم‌نامه و ۱۲۰ هکتار زعفران در قائنات را بررسی کردند. "
        "مریم زعفرانی به عنوان رئیس اداره زعفران قائنات منصوب شد. "
        "همایش زعفران‌کاران سه‌شنبه در قائنات با حضور ۴۳۱ نفر برگزار شد.",
    ),
    ("نشست شورای شهر یزد", PUBLIC[0][1] + " زعفران"),
)
WORD, MARK = "زعفران", "saffron"
ROLES: tuple[Role, ...] = ("viewer", "reviewer", "editor", "admin")
LONG = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")) > 2
_FEW = 6


def asked_by[T](role: Role, questions: list[T]) -> list[T]:
    """What a role asks of many questions that change nothing: the least asks all, the others share them out."""
    turn = ROLES.index(role)
    return questions if LONG or turn == 0 or len(questions) <= _FEW else questions[turn - 1 :: len(ROLES) - 1]


@dataclass(frozen=True)
class Hidden:
    """Names of what nobody may know of."""

    key: str
    uri: str
    scan: str
    entity: str
    alias: str
    job: str
    source: str
    agreement: str = ""
    decree: str = ""
    meeting: str = ""
    mention: str = ""
    copy: str = ""


def lines(path: Path, mark: str, texts: tuple[tuple[str, str], ...]) -> Path:
    records = [
        {
            "id": f"{mark}-{n}",
            "url": f"https://{mark}.example/{n}",
            "title": title,
            "text": text,
            "published": "2025-08-13",
        }
        for n, (title, text) in enumerate(texts)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def sent(folder: Path) -> Path:
    """A folder beside a workspace, which does not read itself."""
    made = folder.with_name(f"{folder.name}-sent")
    made.mkdir(exist_ok=True)
    return made


def opened(folder: Path, engine: str) -> Workspace:
    more = {"elasticsearch": engine, "elasticsearch_prefix": f"t{uuid.uuid4().hex[:10]}"} if engine else {}
    space = Workspace(Settings(workspace=folder, workers=1, **more))  # type: ignore[arg-type]
    space.ingest(ME, [lines(sent(folder) / "press.jsonl", "press", PUBLIC)], "press")
    for role in ROLES:
        space.accounts.add(ME, f"{role}1", role, ["main"], "a long password")
    return space


def hide(space: Workspace, folder: Path) -> Hidden:
    """Puts a collection into an archive, and gives what is in it."""
    space.collections.add(ME, f"{MARK}-desk")
    space.ingest(ME, [lines(sent(folder) / f"{MARK}.jsonl", MARK, HIDDEN)], MARK, collection=f"{MARK}-desk")
    broken = sent(folder) / f"{MARK}.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    assert space.ingest(ME, [broken], collection=f"{MARK}-desk").failed == 1
    document, picture = scanned(f"برداشت {WORD}\nشرکت برق", MARK)
    placed = replace(document, collection=f"{MARK}-desk", key=digest(MARK.encode())[:32])
    space.store.put([(placed, space.blobs.put(picture))])
    job = space.add_job(ME, "upload", {"name": f"{MARK}.txt", "blob": ""}, f"{MARK}-desk")
    ministry = space.entities.find(ME, "وزارت کشور")[0].entity.id
    space.entities.rename(ME, ministry, f"وزارت {WORD}")
    there = Which(within=frozenset({f"{MARK}-desk"}), doubtful=False)
    assert space.assignments.assign(ME, [ME.name], there).documents
    space.indexing.settle()
    source = space.sources.add(ME, Wanted(f"https://{MARK}.example/rss", WORD, f"{MARK}-desk"), look=False).id
    alias = space.entities.profile(ME, ministry).aliases[0].key
    key = space.document(ME, f"{MARK}-0").key
    area = next(one for one in space.mentions.reviewed(ME, key) if one.known and one.known.label == "COUNT")
    space.mentions.decide(ME, key, area.asking("accept", note=WORD))
    space.indexing.settle()
    space.register.sync()
    insider = Principal("x", "person", {f"{MARK}-desk": "viewer"})
    (agreement,) = (one.id for one in space.register.entries(insider))
    (decree,) = (one.id for one in space.decrees.entries(insider))
    (meeting,) = (one.id for one in space.meetings.entries(insider))
    copy = space.redactions.jobs.begin(ME, placed.key, Redacting(words=(WORD,)))
    told = agreement, decree, meeting, space.document(insider, key).mentions[0].id, copy
    return Hidden(key, f"https://{MARK}.example/0", placed.key, ministry, alias, job, source, *told)
