"""What the leak suite asks of the routes of review, entities and accounts, of what is hidden."""

from typing import Any

from tests.worlds import MARK, WORD, Hidden

type Request = tuple[str, dict[str, Any]]
type Cases = dict[tuple[str, str], list[Request]]
PAGE, API = {"accept": "text/html"}, "/api/v1"
LIST = f'<opml><body><outline xmlUrl="http://10.0.0.8/{MARK}" collection="{MARK}-desk"/></body></opml>'.encode()


def redaction_cases(hidden: Hidden) -> Cases:
    """Copies from which something is blacked out."""
    return {
        ("GET", f"{API}/documents/{{reference}}/redacted"): [
            (f"{API}/documents/{name}/redacted", {"params": {"label": "ORG", "words": WORD}})
            for name in (hidden.key, f"{MARK}-0", hidden.scan)
        ],
        ("GET", "/documents/{reference}/redact"): [
            (f"/documents/{name}/redact", {"params": {"words": WORD}, "headers": PAGE})
            for name in (hidden.key, hidden.scan, "press-0")
        ],
        ("POST", f"{API}/documents/{{reference}}/redacted"): [
            (f"{API}/documents/{name}/redacted", {"json": {"label": ["ORG"], "words": [WORD]}})
            for name in (hidden.key, f"{MARK}-0", hidden.scan)
        ],
        ("POST", "/documents/{reference}/redact"): [
            (f"/documents/{name}/redact", {"data": {"words": WORD}, "headers": PAGE})
            for name in (hidden.key, hidden.scan)
        ],
        ("GET", f"{API}/redactions/{{identity}}"): [(f"{API}/redactions/{hidden.copy}", {})],
        ("GET", f"{API}/redactions/{{identity}}/file"): [(f"{API}/redactions/{hidden.copy}/file", {})],
        ("DELETE", f"{API}/redactions/{{identity}}"): [(f"{API}/redactions/{hidden.copy}", {})],
        ("GET", "/redactions/{identity}"): [(f"/redactions/{hidden.copy}", {"headers": PAGE})],
        ("POST", "/redactions/{identity}"): [(f"/redactions/{hidden.copy}", {"headers": PAGE})],
        ("GET", "/redactions/{identity}/redacted.pdf"): [
            (f"/redactions/{hidden.copy}/redacted.pdf", {"headers": PAGE})
        ],
        ("GET", "/documents/{reference}/redacted.{form}"): [
            (f"/documents/{name}/redacted.html", {"params": {"words": WORD}, "headers": PAGE})
            for name in (hidden.key, hidden.scan, "press-0")
        ],
    }


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
        ("GET", f"{API}/review/agreement"): [(f"{API}/review/agreement", {})],
        ("GET", "/review/agreement"): [("/review/agreement", {"headers": PAGE})],
        ("GET", f"{API}/mentions/{{key}}"): [(f"{API}/mentions/{key}", {}) for key in (hidden.key, hidden.scan)],
        ("POST", f"{API}/mentions/{{key}}"): [
            (f"{API}/mentions/{hidden.key}", {"json": [judging]}),
            (f"{API}/mentions/{hidden.key}", {"json": [judging], "headers": {"If-Match": "*"}}),
        ],
        ("DELETE", f"{API}/decisions/{{number}}"): [(f"{API}/decisions/{n}", {}) for n in (1, 2, 3)],
        ("GET", "/review"): [
            ("/review", {"params": {"sure": "1", "order": order, "q": q}, "headers": PAGE})
            for order in ("doubt", "newest", "alike", "second", "disputed")
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


def entity_cases(hidden: Hidden) -> Cases:
    """Who is who, by API and on pages."""
    pair = {"one": hidden.entity, "other": hidden.entity}
    return {
        ("GET", f"{API}/jobs/{{identity}}"): [(f"{API}/jobs/{hidden.job}", {})],
        ("DELETE", f"{API}/corrections/{{key}}/{{identity}}"): [(f"{API}/corrections/{hidden.scan}/1", {})],
        ("GET", f"{API}/entities"): [
            (f"{API}/entities", {"params": {"q": q, "label": label, "limit": 500}})
            for q in ("", "یزد", "وزارت", WORD)
            for label in ("ORG", "PLACE")
        ],
        ("GET", f"{API}/entities/suggestions"): [(f"{API}/entities/suggestions", {})],
        ("POST", f"{API}/entities/decisions"): [
            (f"{API}/entities/decisions", {"json": said})
            for said in (
                {"verdict": "same", **pair},
                {"verdict": "different", **pair},
                {"verdict": "apart", "entity": hidden.entity, "key": hidden.alias},
                {"verdict": "name", "entity": hidden.entity, "name": "نام"},
                {"verdict": "alias", "entity": hidden.entity, "name": "نام"},
            )
        ],
        ("GET", f"{API}/entities/{{identity}}"): [(f"{API}/entities/{hidden.entity}", {})],
        ("GET", f"{API}/entities/{{identity}}/timeline"): [(f"{API}/entities/{hidden.entity}/timeline", {})],
        ("GET", "/entities/{identity}/timeline"): [(f"/entities/{hidden.entity}/timeline", {"headers": PAGE})],
        ("GET", "/entities"): [("/entities", {"headers": PAGE}), ("/entities?q=وزارت", {"headers": PAGE})],
        ("GET", "/entities/pairs"): [("/entities/pairs", {"headers": PAGE})],
        ("POST", "/entities/pairs"): [("/entities/pairs", {"data": {**pair, "verdict": "same"}, "headers": PAGE})],
        ("GET", "/entities/{identity}/preview"): [
            (f"/entities/{hidden.entity}/preview", {"params": {"verdict": how, "text": text}, "headers": PAGE})
            for how, text in (("same", hidden.entity), ("apart", hidden.alias))
        ],
        ("GET", "/entities/{identity}"): [(f"/entities/{hidden.entity}", {"headers": PAGE})],
        ("POST", "/entities/{identity}"): [
            (f"/entities/{hidden.entity}", {"data": {"verdict": "name", "text": "نام"}, "headers": PAGE})
        ],
        ("GET", "/jobs/{identity}"): [(f"/jobs/{hidden.job}", {"headers": PAGE})],
        ("POST", "/account/keys/{identity}"): [("/account/keys/nothing", {"headers": PAGE})],
    }


def shelf_cases(hidden: Hidden) -> Cases:
    """What each keeps for himself."""
    note = {"act": "say", "tags": WORD, "note": WORD}
    return {
        ("GET", "/shelf"): [("/shelf", {"headers": PAGE}), (f"/shelf?tag={WORD}", {"headers": PAGE})],
        ("GET", "/export"): [
            ("/export", {"params": {"format": "csv", **asked}, "headers": PAGE})
            for asked in ({}, {"q": WORD}, {"q": WORD, "sort": "newest"}, {"entity": hidden.entity})
        ],
        ("GET", "/shelf/export"): [
            (f"/shelf/export?format=csv{more}", {"headers": PAGE}) for more in ("", f"&tag={WORD}", "&starred=true")
        ],
        ("POST", "/shelf/{key}"): [
            (f"/shelf/{name}", {"data": said, "headers": PAGE})
            for name in (hidden.key, f"{MARK}-0", hidden.scan)
            for said in ({"act": "star"}, note)
        ],
        ("POST", "/shelf/searches"): [("/shelf/searches", {"data": {"name": "نشست", "address": "?q=نشست"}})],
        ("POST", "/shelf/searches/{identity}"): [("/shelf/searches/nothing", {"headers": PAGE})],
    }


def agreement_cases(hidden: Hidden) -> Cases:
    """The register of agreements, and two texts side by side."""
    asked: list[dict[str, str]] = [{}, {"q": WORD}, {"collection": f"{MARK}-desk"}, {"partner": hidden.entity}]
    asked += [{"kind": "contract"}, {"year": "1404"}, *({"list": name} for name in ("ending", "unsigned"))]
    pairs = [(hidden.key, "press-0"), ("press-0", f"{MARK}-0"), (hidden.scan, hidden.key)]
    return {
        ("GET", f"{API}/compare"): [(f"{API}/compare", {"params": {"a": a, "b": b}}) for a, b in pairs],
        ("GET", "/compare"): [
            *(("/compare", {"params": {"a": a, "b": b}, "headers": PAGE}) for a, b in pairs),
            ("/compare", {"params": {"a": hidden.key}, "headers": PAGE}),
        ],
        ("GET", f"{API}/agreements"): [(f"{API}/agreements", {"params": one}) for one in asked],
        ("GET", f"{API}/agreements/export"): [
            (f"{API}/agreements/export", {"params": {**one, "format": how}})
            for one in asked
            for how in ("json", "csv", "xlsx")
        ],
        ("GET", f"{API}/agreements/totals"): [
            (f"{API}/agreements/totals", {"params": {"by": by, "format": how}})
            for by in ("year", "kind", "partner")
            for how in ("json", "csv")
        ],
        ("GET", "/counts/agreements.{form}"): [
            (f"/counts/agreements.{form}", {"params": {"by": by}, "headers": PAGE})
            for by in ("year", "partner", "place")
            for form in ("svg", "png")
        ],
        ("GET", "/counts/agreements"): [
            ("/counts/agreements", {"params": {"by": by}, "headers": PAGE}) for by in ("year", "state", "partner")
        ],
        ("GET", f"{API}/agreements/{{identity}}"): [(f"{API}/agreements/{hidden.agreement}", {})],
        **_entry_cases(hidden),
        ("GET", "/agreements"): [("/agreements", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/agreements/{identity}"): [(f"/agreements/{hidden.agreement}", {"headers": PAGE})],
        ("GET", "/agreements.ics"): [("/agreements.ics", {"params": one}) for one in asked if "list" not in one],
    }


def _entry_cases(hidden: Hidden) -> Cases:
    """What people decide on entries of the register."""
    there = f"{API}/agreements/{hidden.agreement}"
    said = [{"verdict": "accept"}, {"verdict": "reject"}, {"verdict": "correct", "field": "number", "value": "۱"}]
    forms = [*said, {"verdict": "undo", "value": "1"}]
    forms += [{"verdict": verdict, "value": hidden.agreement} for verdict in ("join", "part")]
    return {
        ("GET", f"{API}/agreements/{{identity}}/decisions"): [(f"{there}/decisions", {})],
        ("POST", f"{API}/agreements/{{identity}}/decisions"): [(f"{there}/decisions", {"json": one}) for one in said],
        ("POST", f"{API}/agreements/{{identity}}/join"): [(f"{there}/join", {"json": {"other": hidden.agreement}})],
        ("POST", f"{API}/agreements/{{identity}}/part"): [(f"{there}/part", {"json": {"told": hidden.agreement}})],
        ("GET", "/agreements/{identity}/preview"): [
            (f"/agreements/{hidden.agreement}/preview", {"params": {"verdict": how, "value": hidden.agreement}})
            for how in ("join", "part")
        ],
        ("POST", "/agreements/{identity}"): [
            (f"/agreements/{hidden.agreement}", {"data": one, "headers": PAGE}) for one in forms
        ],
    }


def organisation_cases(hidden: Hidden) -> Cases:
    """The register of organisations."""
    asked: list[dict[str, str]] = [{}, {"q": WORD}, {"q": "یزد"}, {"place": "یزد"}, {"kind": "ministry"}]
    asked += [{"collection": f"{MARK}-desk"}, {"agreements": "true"}]
    there = f"{API}/organisations"
    return {
        ("GET", there): [(there, {"params": {**one, "limit": "500"}}) for one in asked],
        ("GET", f"{there}/export"): [
            (f"{there}/export", {"params": {**one, "format": how}}) for one in asked for how in ("json", "csv", "xlsx")
        ],
        ("GET", f"{there}/{{identity}}"): [(f"{there}/{hidden.entity}", {})],
        ("POST", f"{there}/{{identity}}"): [(f"{there}/{hidden.entity}", {"json": {"kind": "ngo"}})],
        ("POST", "/organisations/{identity}"): [
            (f"/organisations/{hidden.entity}", {"data": one, "headers": PAGE})
            for one in ({"kind": "ngo"}, {"act": "undo", "decision": "1"})
        ],
        **_list_cases(),
        ("GET", "/organisations"): [("/organisations", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/organisations/{identity}"): [(f"/organisations/{hidden.entity}", {"headers": PAGE})],
    }


def _list_cases() -> Cases:
    """Lists of organisations: rows that are called as hidden bodies are."""
    there, rows = f"{API}/organisations/lists", "name,city\nوزارت کشور,\nاستانداری یزد,یزد\nکتابخانه مرکزی قائن,قائن\n"
    form = {"files": {"file": ("names.csv", rows.encode())}, "headers": PAGE}
    return {
        ("GET", there): [(there, {})],
        ("POST", there): [
            (there, {"params": {"name": "x", "collection": where, "dry_run": dry}, "content": rows.encode()})
            for where, dry in ((f"{MARK}-desk", False), ("main", True))
        ],
        ("GET", f"{there}/{{batch}}"): [(f"{there}/nothing", {})],
        ("DELETE", f"{there}/{{batch}}"): [(f"{there}/nothing", {})],
        ("GET", "/organisations/lists"): [("/organisations/lists", {"headers": PAGE})],
        ("POST", "/organisations/lists"): [("/organisations/lists", {"data": {"act": "look"}, **form})],
        ("POST", "/organisations/lists/undo"): [
            ("/organisations/lists/undo", {"data": {"batch": "nothing"}, "headers": PAGE})
        ],
    }


def source_cases(hidden: Hidden) -> Cases:
    """What is looked at for news, and what was fetched."""
    there = f"{API}/sources/{hidden.source}"
    wanted = {"url": "http://10.0.0.8/rss", "collection": f"{MARK}-desk"}
    return {
        ("GET", f"{API}/sources"): [(f"{API}/sources", {})],
        ("POST", f"{API}/sources"): [(f"{API}/sources", {"json": wanted})],
        ("POST", f"{API}/sources/preview"): [(f"{API}/sources/preview", {"json": {"url": "http://10.0.0.8/rss"}})],
        ("GET", f"{API}/sources/export"): [(f"{API}/sources/export", {})],
        ("POST", f"{API}/sources/import"): [
            (f"{API}/sources/import", {"params": {"collection": name}, "content": LIST})
            for name in ("", f"{MARK}-desk")
        ],
        ("GET", f"{API}/sources/{{identity}}"): [(there, {}), (f"{API}/sources/{MARK}.example", {})],
        ("PATCH", f"{API}/sources/{{identity}}"): [(there, {"json": {"paused": True}})],
        ("DELETE", f"{API}/sources/{{identity}}"): [(there, {})],
        ("GET", "/documents/{reference}/evidence/{number}/view"): [
            (f"/documents/{name}/evidence/1/view", {"headers": PAGE}) for name in (hidden.key, f"{MARK}-0")
        ],
        ("GET", "/documents/{reference}/versions/{number}"): [
            (f"/documents/{name}/versions/1", {"headers": PAGE}) for name in (hidden.key, f"{MARK}-0")
        ],
        ("GET", f"{API}/documents/{{key}}/evidence"): [
            (f"{API}/documents/{name}/evidence", {}) for name in (hidden.key, f"{MARK}-0")
        ],
        ("GET", f"{API}/documents/{{key}}/evidence/{{number}}"): [(f"{API}/documents/{hidden.key}/evidence/1", {})],
        ("GET", "/sources"): [("/sources", {"headers": PAGE})],
        ("POST", "/sources"): [
            ("/sources", {"data": {**wanted, "act": act}, "headers": PAGE}) for act in ("add", "preview")
        ],
        ("POST", "/sources/list"): [
            ("/sources/list", {"files": {"file": ("a.opml", LIST)}, "headers": PAGE}),
        ],
        ("GET", "/sources/{identity}"): [(f"/sources/{hidden.source}", {"headers": PAGE})],
        ("POST", "/sources/{identity}"): [
            (f"/sources/{hidden.source}", {"data": {"act": act}, "headers": PAGE})
            for act in ("pause", "resume", "look", "remove")
        ],
    }


def account_cases(_: Hidden) -> Cases:
    """Accounts, and what those who run a server look at."""
    return {
        ("GET", "/account"): [("/account", {"headers": PAGE})],
        ("POST", "/account/password"): [("/account/password", {"data": {"old": "x", "new": "y"}, "headers": PAGE})],
        ("POST", "/account/keys"): [("/account/keys", {"data": {"scope": "nothing", "expires": "never"}})],
        ("POST", "/account/keys/{identity}"): [("/account/keys/nothing", {"headers": PAGE})],
        ("POST", "/sign-out"): [("/sign-out", {"headers": PAGE})],
        ("GET", "/sign-in"): [("/sign-in", {"headers": PAGE})],
        ("POST", "/sign-in"): [("/sign-in", {"data": {"name": MARK, "password": "x"}, "headers": PAGE})],
        ("GET", "/sign-in/oidc"): [("/sign-in/oidc", {"headers": PAGE})],
        ("GET", "/sign-in/oidc/back"): [("/sign-in/oidc/back", {"params": {"state": MARK}, "headers": PAGE})],
        ("GET", "/sign-in/oidc/out"): [("/sign-in/oidc/out", {"headers": PAGE})],
        ("GET", "/healthz"): [("/healthz", {})],
        ("GET", "/readyz"): [("/readyz", {})],
        ("GET", "/metrics"): [("/metrics", {})],
    }


NOT_THERE = (
    ("GET", "/api/v1/review/bulk/{identity}"),
    ("DELETE", "/api/v1/review/bulk/{identity}"),
    ("GET", "/review/bulk/{identity}"),
    ("POST", "/review/bulk/{identity}"),
    ("GET", "/agreements/{identity}"),
    ("GET", "/api/v1/agreements/{identity}"),
    ("GET", "/api/v1/agreements/{identity}/decisions"),
    ("POST", "/api/v1/agreements/{identity}/decisions"),
    ("POST", "/api/v1/agreements/{identity}/join"),
    ("POST", "/api/v1/agreements/{identity}/part"),
    ("POST", "/agreements/{identity}"),
    ("GET", "/agreements/{identity}/preview"),
    ("GET", "/organisations/{identity}"),
    ("POST", "/organisations/{identity}"),
    ("POST", "/api/v1/organisations/{identity}"),
    ("GET", "/api/v1/organisations/{identity}"),
    ("GET", "/decrees/{identity}"),
    ("POST", "/decrees/{identity}"),
    ("GET", "/api/v1/decrees/{identity}"),
    ("GET", "/api/v1/decrees/{identity}/decisions"),
    ("POST", "/api/v1/decrees/{identity}/decisions"),
    ("GET", "/meetings/{identity}"),
    ("POST", "/meetings/{identity}"),
    ("GET", "/api/v1/meetings/{identity}"),
    ("GET", "/api/v1/meetings/{identity}/decisions"),
    ("POST", "/api/v1/meetings/{identity}/decisions"),
    ("GET", "/api/v1/compare"),
    ("GET", "/compare"),
    ("POST", "/api/v1/sources"),
    ("GET", "/api/v1/sources/{identity}"),
    ("PATCH", "/api/v1/sources/{identity}"),
    ("DELETE", "/api/v1/sources/{identity}"),
    ("GET", "/api/v1/documents/{key}/evidence"),
    ("GET", "/api/v1/documents/{key}/evidence/{number}"),
    ("GET", "/documents/{reference}/evidence/{number}/view"),
    ("GET", "/documents/{reference}/versions/{number}"),
    ("GET", "/sources/{identity}"),
    ("POST", "/sources/{identity}"),
    ("POST", "/shelf/{key}"),
    ("GET", "/api/v1/pages/{key}/{number}"),
    ("GET", "/api/v1/documents/{reference}/original"),
    ("GET", "/api/v1/documents/{reference}/redacted"),
    ("POST", "/api/v1/documents/{reference}/redacted"),
    ("POST", "/documents/{reference}/redact"),
    ("GET", "/api/v1/redactions/{identity}"),
    ("GET", "/api/v1/redactions/{identity}/file"),
    ("DELETE", "/api/v1/redactions/{identity}"),
    ("GET", "/redactions/{identity}"),
    ("POST", "/redactions/{identity}"),
    ("GET", "/redactions/{identity}/redacted.pdf"),
    ("GET", "/api/v1/jobs/{identity}"),
    ("GET", "/api/v1/runs/{identity}"),
    ("DELETE", "/api/v1/runs/{identity}"),
    ("GET", "/api/v1/corrections/{key}"),
    ("POST", "/api/v1/corrections/{key}"),
    ("DELETE", "/api/v1/corrections/{key}/{identity}"),
    ("GET", "/api/v1/mentions/{key}"),
    ("GET", "/api/v1/mentions/{key}/{mention}/why"),
    ("GET", "/why/{key}/{mention}"),
    ("POST", "/api/v1/mentions/{key}"),
    ("GET", "/review/{key}"),
    ("POST", "/review/{key}"),
    ("POST", "/api/v1/documents"),
    ("POST", "/api/v1/entities/decisions"),
    ("GET", "/api/v1/entities/{identity}"),
    ("POST", "/entities/pairs"),
    ("GET", "/entities/{identity}"),
    ("GET", "/entities/{identity}/preview"),
    ("POST", "/entities/{identity}"),
    ("GET", "/pages/{key}/{number}"),
    ("POST", "/pages/{key}/{number}"),
    ("POST", "/pages/{key}/{number}/undo"),
    ("POST", "/upload"),
    ("GET", "/jobs/{identity}"),
    ("GET", "/runs/{identity}"),
    ("POST", "/runs/{identity}/cancel"),
    ("GET", "/runs/{identity}/take-back"),
    ("POST", "/runs/{identity}/take-back"),
    ("POST", "/runs/{identity}/versions"),
    ("POST", "/set-aside/{key}"),
    ("POST", "/documents/{reference}/about"),
    ("POST", "/documents/{reference}/about/undo"),
    ("POST", "/documents/{reference}/withdraw"),
)
"""Routes of which every case asks for what is hidden: the answer is 404 for every role, never 403."""
