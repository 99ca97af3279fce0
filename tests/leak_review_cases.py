"""What the leak suite asks of the routes by which many things are decided, found in the log, or given to people."""

from tests.leak_cases import API, PAGE, Cases
from tests.worlds import MARK, WORD, Hidden


def reviewing_cases(hidden: Hidden) -> Cases:
    """All of them."""
    of_many = _bulk_cases(hidden) | _gazetteer_cases() | _assignment_cases()
    return _second_cases() | _why_cases(hidden) | _log_cases(hidden) | of_many


def _why_cases(hidden: Hidden) -> Cases:
    """Why something was suggested."""
    asked = [f"{hidden.key}/{mention}" for mention in ("nothing", hidden.mention)]
    return {
        ("GET", f"{API}/mentions/{{key}}/{{mention}}/why"): [(f"{API}/mentions/{one}/why", {}) for one in asked],
        ("GET", "/calendar"): [("/calendar", {"params": {"day": "1404-05-22", "calendar": "hijri"}})],
        ("GET", "/why/{key}/{mention}"): [(f"/why/{one}", {"headers": PAGE}) for one in asked],
    }


def _second_cases() -> Cases:
    """What is judged twice."""
    there = f"{API}/review/second/collections"
    return {
        ("GET", there): [(there, {})],
        ("PUT", f"{there}/{{name}}"): [(f"{there}/{MARK}-desk", {})],
        ("DELETE", f"{there}/{{name}}"): [(f"{there}/{MARK}-desk", {})],
        ("POST", "/review/agreement"): [
            ("/review/agreement", {"data": {"collection": f"{MARK}-desk", "reviewers": "2"}, "headers": PAGE})
        ],
        **{
            ("GET", f"{API}/review/{kind}"): [(f"{API}/review/{kind}", {"params": {"q": q}}) for q in ("", WORD)]
            for kind in ("second", "disputed")
        },
    }


def _bulk_cases(hidden: Hidden) -> Cases:
    """One judgement for many; the jobs are of what is hidden, or judge nothing."""
    path = f"{API}/review/bulk"
    asked: list[dict[str, str]] = [{"label": "ORG"}, {"label": "COUNT", "q": WORD}, {"entity": hidden.entity}]
    asked += [{"label": "ORG", "collection": f"{MARK}-desk"}]
    said = [{"verdict": "accept", **one} for one in asked[1:]]
    return {
        ("GET", path): [(path, {})],
        ("POST", path): [
            *((path, {"params": {"dry_run": True}, "json": {"verdict": "accept", **one}}) for one in asked),
            *((path, {"json": one}) for one in said),
        ],
        ("GET", f"{path}/{{identity}}"): [(f"{path}/{hidden.job}", {})],
        ("DELETE", f"{path}/{{identity}}"): [(f"{path}/{hidden.job}", {})],
        ("GET", "/review/bulk"): [("/review/bulk", {"params": one, "headers": PAGE}) for one in ({}, *asked)],
        ("POST", "/review/bulk"): [("/review/bulk", {"data": one, "headers": PAGE}) for one in said],
        ("GET", "/review/bulk/{identity}"): [(f"/review/bulk/{hidden.job}", {"headers": PAGE})],
        ("POST", "/review/bulk/{identity}"): [(f"/review/bulk/{hidden.job}", {"headers": PAGE})],
    }


def _assignment_cases() -> Cases:
    """Who reviews what."""
    path = f"{API}/review/assignments"
    there = {"collection": f"{MARK}-desk"}
    return {
        ("GET", path): [(path, {})],
        ("POST", path): [
            (path, {"json": {"to": ["viewer1"], **there}}),
            (path, {"json": {"to": ["reviewer1"], "q": WORD, "doubtful": False}, "params": {"dry_run": True}}),
        ],
        ("DELETE", f"{path}/{{batch}}"): [(f"{path}/nothing", {})],
        ("GET", "/review/assignments"): [("/review/assignments", {"headers": PAGE})],
        ("POST", "/review/assignments"): [
            ("/review/assignments", {"data": {"act": "assign", "to": "viewer1", **there}, "headers": PAGE})
        ],
    }


def _gazetteer_cases() -> Cases:
    """Names that the workspace knows."""
    path = f"{API}/gazetteer"
    said = {"name": WORD, "verdict": "use", "collection": f"{MARK}-desk"}
    file = {"files": {"file": ("a.csv", WORD.encode())}}
    return {
        ("GET", path): [(path, {"params": one}) for one in ({}, {"q": WORD}, {"collection": f"{MARK}-desk"})],
        ("POST", path): [(path, {"json": said}), (path, {"json": {**said, "collection": "main", "verdict": "avoid"}})],
        ("POST", f"{path}/lists"): [(f"{path}/lists?collection={MARK}-desk", {"content": WORD.encode()})],
        ("DELETE", f"{path}/lists/{{batch}}"): [(f"{path}/lists/nothing", {})],
        ("GET", "/gazetteer"): [("/gazetteer", {"headers": PAGE}), (f"/gazetteer?q={WORD}", {"headers": PAGE})],
        ("POST", "/gazetteer"): [("/gazetteer", {"data": said, "headers": PAGE})],
        ("POST", "/gazetteer/lists"): [
            ("/gazetteer/lists", {**file, "data": {"collection": f"{MARK}-desk", "act": act}, "headers": PAGE})
            for act in ("look", "take")
        ],
    }


def _log_cases(hidden: Hidden) -> Cases:
    """The log of decisions, narrowed in each way."""
    asked: list[dict[str, str]] = [{}, {"document": hidden.scan}, {"document": hidden.key}, {"entity": hidden.entity}]
    asked += [{"user": "local"}, {"kind": "entity"}, {"since": "1404-01-01"}, {"until": "2020-01-01"}]
    return {
        ("GET", f"{API}/decisions"): [
            (f"{API}/decisions", {"params": {**one, "format": how}})
            for one in asked
            for how in ("json", "jsonl", "csv")
        ],
        ("GET", "/review/decisions"): [("/review/decisions", {"params": one, "headers": PAGE}) for one in asked],
        ("POST", "/review/decisions"): [
            ("/review/decisions", {"data": {"decision": number}, "headers": PAGE}) for number in ("1", "2")
        ],
    }
