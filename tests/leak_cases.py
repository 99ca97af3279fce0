"""What the leak suite asks of the routes of review, of what is hidden."""

from typing import Any

from tests.worlds import MARK, WORD, Hidden

type Request = tuple[str, dict[str, Any]]
type Cases = dict[tuple[str, str], list[Request]]
PAGE, API = {"accept": "text/html"}, "/api/v1"


def review_cases(hidden: Hidden) -> Cases:
    """What waits to be judged, judgements, and the log of decisions."""
    judging = {"verdict": "accept", "mention": "nothing"}
    alike = {"label": "ORG", "surface": WORD, "verdict": "accept"}
    return {
        ("GET", f"{API}/review"): [
            (f"{API}/review", {"params": {"doubtful": False, "order": order, "q": q, "collection": collection}})
            for order in ("doubt", "newest")
            for q, collection in (("", ""), (WORD, ""), ("یزد", ""), ("", f"{MARK}-desk"))
        ],
        ("GET", f"{API}/review/alike"): [(f"{API}/review/alike", {"params": {"doubtful": False}})],
        ("POST", f"{API}/review/alike"): [(f"{API}/review/alike", {"json": alike})],
        ("DELETE", f"{API}/review/alike/{{batch}}"): [(f"{API}/review/alike/nothing", {})],
        ("GET", f"{API}/review/progress"): [(f"{API}/review/progress", {})],
        ("GET", f"{API}/mentions/{{key}}"): [(f"{API}/mentions/{key}", {}) for key in (hidden.key, hidden.scan)],
        ("POST", f"{API}/mentions/{{key}}"): [
            (f"{API}/mentions/{hidden.key}", {"json": [judging]}),
            (f"{API}/mentions/{hidden.key}", {"json": [judging], "headers": {"If-Match": "*"}}),
        ],
        ("GET", f"{API}/decisions"): [(f"{API}/decisions", {"params": {"document": hidden.scan}})],
        ("DELETE", f"{API}/decisions/{{number}}"): [(f"{API}/decisions/{n}", {}) for n in (1, 2, 3)],
        ("GET", "/review"): [
            ("/review", {"params": {"sure": "1", "order": order, "q": q}, "headers": PAGE})
            for order in ("doubt", "newest", "alike")
            for q in ("", WORD)
        ],
        ("POST", "/review"): [
            ("/review", {"data": {"verdict": "accept", "key": hidden.key, "mention": "x"}, "headers": PAGE}),
            ("/review", {"data": {"verdict": "undo", "decision": "1"}, "headers": PAGE}),
        ],
        ("GET", "/review/alike"): [("/review/alike", {"params": {"label": "ORG", "surface": WORD}, "headers": PAGE})],
        ("POST", "/review/alike"): [("/review/alike", {"data": alike, "headers": PAGE})],
        ("GET", "/review/{key}"): [(f"/review/{hidden.key}", {"headers": PAGE})],
        ("POST", "/review/{key}"): [(f"/review/{hidden.key}", {"data": {"verdict": "accept"}, "headers": PAGE})],
    }
