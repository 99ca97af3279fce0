"""What the leak suite asks of commands about names of bodies and lists of them, of what is hidden."""

from pathlib import Path

from tests.worlds import MARK, WORD, Hidden

type Cases = dict[tuple[str, ...], list[list[str]]]


def naming(batch: Path) -> Cases:
    """What the gazetteer holds."""
    return {
        ("gazetteer", "list"): [[], ["--json"], [WORD], ["--collection", f"{MARK}-desk"]],
        ("gazetteer", "use"): [[WORD, "--collection", f"{MARK}-desk"]],
        ("gazetteer", "avoid"): [[WORD]],
        ("gazetteer", "import"): [[str(batch), "--collection", f"{MARK}-desk"], [str(batch), "--dry-run"]],
        ("gazetteer", "undo"): [["nothing"]],
        ("gazetteer", "apply"): [[]],
    }


def organising(hidden: Hidden, batch: Path) -> Cases:
    """The register of organisations, and a list whose rows are called as hidden bodies are."""
    path = batch.with_name("organisations.csv")
    path.write_text("name,city\nوزارت کشور,\nاستانداری یزد,یزد\nکتابخانه مرکزی قائن,قائن\n", encoding="utf-8")
    desk = ["--collection", f"{MARK}-desk"]
    return {
        ("organisations",): [[], ["--json"], ["--csv"], ["--query", WORD], [*desk, "--json"]],
        ("organisations", "import"): [[str(path), *desk], [str(path), "--dry-run", "--json"]],
        ("organisations", "lists"): [[], ["--json"]],
        ("organisations", "export"): [["nothing"]],
        ("organisations", "undo"): [["nothing"]],
        ("organisations", "say"): [[hidden.entity, "--kind", "ngo"], [hidden.entity, "--place", "یزد", *desk]],
        ("organisations", "show"): [[hidden.entity], [hidden.entity, "--json"]],
    }


def told_of(name: str, entry: str, *asked: list[str]) -> Cases:
    """What is told of in documents, and judged."""
    listed = [[], ["--json"], ["--csv"], ["--collection", f"{MARK}-desk", "--json"], *asked]
    judged: Cases = {(name, verdict): [[entry], [entry, "date"]] for verdict in ("accept", "reject")}
    further: Cases = {(name, "correct"): [[entry, "date", "1404"]], (name, "undo"): [[entry, "1"]]}
    return {(name,): listed, **judged, **further, (name, "log"): [[entry]]}
