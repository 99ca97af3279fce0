"""What the leak suite asks of what documents tell of beside agreements: appointments, meetings, counts."""

from pipeline.registry.decree_totals import BY
from tests.leak_cases import API, PAGE, Cases
from tests.worlds import MARK, WORD, Hidden


def told_cases(hidden: Hidden) -> Cases:
    """All of them."""
    return _decree_cases(hidden) | _decree_counts() | _meeting_cases(hidden) | _count_cases()


def _count_cases() -> Cases:
    """Counts of a unit, over time and by body."""
    tables = ("json", "csv", "xlsx")
    return {
        ("GET", f"{API}/indicators"): [
            (f"{API}/indicators", {"params": {"unit": unit, "format": how}})
            for unit in ("تفاهم‌نامه", "هکتار")
            for how in tables
        ],
        ("GET", f"{API}/indicators/bodies"): [
            (f"{API}/indicators/bodies", {"params": {"unit": "هکتار", "format": how}}) for how in tables
        ],
        ("GET", "/counts"): [
            (f"/counts{asked}", {"headers": PAGE}) for asked in ("", "?unit=هکتار", "?unit=هکتار&by=body")
        ],
        ("GET", "/counts.{form}"): [
            (f"/counts.{form}", {"params": {"unit": "هکتار", "by": by}, "headers": PAGE})
            for form in ("svg", "png")
            for by in ("time", "body")
        ],
    }


def _decree_cases(hidden: Hidden) -> Cases:
    """Appointments, and what people say of them."""
    asked: list[dict[str, str]] = [{}, {"q": WORD}, {"person": f"مریم {WORD}ی"}, {"collection": f"{MARK}-desk"}]
    asked += [
        {"total": f"body:{WORD}"},
        {"turn": "denied"},
        {"act": "appointed"},
        {"year": "2025"},
        *({"list": name} for name in ("holders", "rejected")),
    ]
    there, page = f"{API}/decrees", f"/decrees/{hidden.decree}"
    said = [{"verdict": "accept"}, {"verdict": "reject"}]
    return {
        ("GET", there): [(there, {"params": one}) for one in asked],
        ("GET", f"{there}/export"): [
            (f"{there}/export", {"params": {**one, "format": how}}) for one in asked for how in ("json", "csv", "xlsx")
        ],
        ("GET", f"{there}/{{identity}}"): [(f"{there}/{hidden.decree}", {})],
        ("GET", f"{there}/{{identity}}/decisions"): [(f"{there}/{hidden.decree}/decisions", {})],
        ("POST", f"{there}/{{identity}}/decisions"): [
            (f"{there}/{hidden.decree}/decisions", {"json": one}) for one in said
        ],
        ("GET", "/decrees"): [("/decrees", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/decrees/{identity}"): [(page, {"headers": PAGE})],
        ("POST", "/decrees/{identity}"): [
            (page, {"data": one, "headers": PAGE}) for one in (*said, {"verdict": "undo", "value": "1"})
        ],
    }


def _decree_counts() -> Cases:
    """Appointments in numbers."""
    there = f"{API}/decrees"
    return {
        ("GET", f"{there}/totals"): [
            (f"{there}/totals", {"params": {**one, "by": by, "format": how}})
            for one in ({}, {"total": f"body:{WORD}"}, {"collection": f"{MARK}-desk"})
            for by in BY
            for how in ("json", "csv", "xlsx")
        ],
        ("GET", "/counts/decrees"): [
            ("/counts/decrees", {"params": {**one, "by": by}, "headers": PAGE})
            for one in ({}, {"q": WORD}, {"total": f"office:{WORD}"})
            for by in BY
        ],
        ("GET", "/counts/decrees.{form}"): [
            (f"/counts/decrees.{form}", {"params": {"by": by}, "headers": PAGE}) for by in BY for form in ("svg", "png")
        ],
    }


def _meeting_cases(hidden: Hidden) -> Cases:
    """Meetings, what follows them, and what people say of them."""
    asked: list[dict[str, str]] = [{}, {"q": WORD}, {"place": "قائنات"}, {"collection": f"{MARK}-desk"}]
    asked += [{"kind": "conference"}, {"year": "1404"}, *({"list": name} for name in ("ahead", "due", "rejected"))]
    there, page = f"{API}/meetings", f"/meetings/{hidden.meeting}"
    said = [{"verdict": "accept"}, {"verdict": "reject"}]
    return {
        ("GET", there): [(there, {"params": one}) for one in asked],
        ("GET", f"{there}/export"): [
            (f"{there}/export", {"params": {**one, "format": how}}) for one in asked for how in ("json", "csv", "xlsx")
        ],
        ("GET", f"{there}/quarters"): [(f"{there}/quarters", {"params": {"format": how}}) for how in ("json", "csv")],
        ("GET", f"{there}/follow-ups"): [(f"{there}/follow-ups", {"params": one}) for one in asked],
        ("GET", f"{there}/{{identity}}"): [(f"{there}/{hidden.meeting}", {})],
        ("GET", f"{there}/{{identity}}/decisions"): [(f"{there}/{hidden.meeting}/decisions", {})],
        ("POST", f"{there}/{{identity}}/decisions"): [
            (f"{there}/{hidden.meeting}/decisions", {"json": one}) for one in said
        ],
        ("GET", "/meetings"): [("/meetings", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/counts/meetings"): [("/counts/meetings", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/counts/meetings.{form}"): [
            (f"/counts/meetings.{form}", {"params": one, "headers": PAGE}) for one in asked for form in ("svg", "png")
        ],
        ("GET", "/meetings.ics"): [("/meetings.ics", {"params": one}) for one in asked],
        ("GET", "/meetings/{identity}"): [(page, {"headers": PAGE})],
        ("POST", "/meetings/{identity}"): [
            (page, {"data": one, "headers": PAGE}) for one in (*said, {"verdict": "undo", "value": "1"})
        ],
    }
