"""What the leak suite asks of the routes of monitors, watch lists, alerts and digests, of what is hidden."""

from typing import Any

from tests.leak_cases import API, PAGE, Cases
from tests.worlds import MARK, WORD, Hidden


def monitor_cases(hidden: Hidden) -> Cases:
    """What is watched for, and what was found: queries that hidden documents match too."""
    asked: list[dict[str, Any]] = [{"q": "یزد"}, {"q": WORD}, {"q": "*", "source": MARK}, {"entity": hidden.entity}]
    asked += [{"q": "*", "where": f"{MARK}-desk"}, {"q": f"collection:{MARK}-desk"}]
    form = {"name": "n", "where": f"{MARK}-desk", "shared": "1"}
    return {
        **_digest_cases(),
        **_list_of_names_cases(),
        **_alert_cases(),
        ("GET", f"{API}/trends"): [
            (f"{API}/trends", {"params": {"since": "2020-01-01", "q": q, "monitor": monitor, "label": label}})
            for q, monitor, label in (("", "", "ORG"), (WORD, "", "PLACE"), ("", WORD, "ORG"), ("", "", "PERSON"))
        ],
        ("GET", "/trends"): [
            ("/trends", {"params": {"since": "2020-01-01", "q": q}, "headers": PAGE}) for q in ("", WORD)
        ],
        ("GET", "/monitors"): [("/monitors", {"params": params, "headers": PAGE}) for params in ({}, *asked)],
        ("POST", "/monitors"): [
            ("/monitors", {"params": {"q": "*"}, "data": form, "headers": PAGE}),
            ("/monitors", {"params": {"q": "یزد"}, "data": {"name": "y", "where": "main"}, "headers": PAGE}),
        ],
        ("GET", "/monitors/{identity}"): [("/monitors/y", {"headers": PAGE}), ("/monitors/n", {"headers": PAGE})],
        ("POST", "/monitors/{identity}"): [
            ("/monitors/nothing", {"data": {"act": act, "feed": "x"}, "headers": PAGE})
            for act in ("remove", "feed", "revoke")
        ],
        ("POST", "/monitors/{identity}/outside"): [
            ("/monitors/nothing/outside", {"data": {"act": act, "target": "https://a.example/"}, "headers": PAGE})
            for act in ("add", "test", "remove", "template", "preview")
        ],
        **_destination_cases(),
        ("GET", f"{API}/monitors"): [(f"{API}/monitors", {})],
        ("GET", "/feeds/{name}.{form}"): [("/feeds/y.atom", {"params": {"token": "x"}})],
    }


def _destination_cases() -> Cases:
    """Where a monitor that matches what is hidden is sent, and what a template shows of it."""
    there, said = f"{API}/monitors/{{identity}}/destinations", {"kind": "email", "template": "{title} {passage} {also}"}
    ways = [f"{API}/monitors/{name}/destinations" for name in ("y", "n", "nothing")]
    return {
        ("GET", there): [(way, {}) for way in ways],
        ("POST", there): [(way, {"json": {**said, "target": "desk@press.example"}}) for way in ways],
        ("POST", f"{there}/preview"): [(f"{way}/preview", {"json": said}) for way in ways],
        ("PATCH", f"{API}/destinations/{{identity}}"): [(f"{API}/destinations/x", {"json": {"template": "{title}"}})],
        ("POST", f"{API}/destinations/{{identity}}/test"): [(f"{API}/destinations/x/test", {})],
        ("DELETE", f"{API}/destinations/{{identity}}"): [(f"{API}/destinations/x", {})],
    }


def _alert_cases() -> Cases:
    """What was found, who takes care of it, and notes on it."""
    return {
        ("GET", "/alerts"): [(f"/alerts{asked}", {"headers": PAGE}) for asked in ("", "?unread=1", "?mine=1")],
        ("POST", "/alerts"): [
            ("/alerts", {"data": {"act": act, "seq": ["1", "2"], "said": "local", "note": "1"}, "headers": PAGE})
            for act in ("read", "assign", "note", "unnote")
        ],
        ("POST", f"{API}/alerts/{{seq}}"): [
            (f"{API}/alerts/{seq}", {"json": said})
            for seq in (1, 2)
            for said in ({"read": True}, {"assigned": "local"}, {"note": "یادداشت"}, {})
        ],
        ("DELETE", f"{API}/alerts/notes/{{note}}"): [(f"{API}/alerts/notes/1", {})],
        ("GET", "/alerts/live"): [("/alerts/live?seconds=0", {})],
        ("GET", f"{API}/alerts"): [(f"{API}/alerts{asked}", {}) for asked in ("", "?monitor=y", "?assigned=local")],
    }


def _list_of_names_cases() -> Cases:
    """Watch lists: nothing of theirs is there."""
    there, rows = f"{API}/monitors", f"name\n{WORD}\n".encode()
    form = {"name": "z", "where": f"{MARK}-desk", "how": "add"}
    sent = {"files": {"file": ("names.csv", rows)}, "headers": PAGE}
    return {
        ("GET", f"{there}/{{identity}}/names"): [(f"{there}/nothing/names", {})],
        ("DELETE", f"{there}/{{identity}}/names"): [(f"{there}/nothing/names", {})],
        ("POST", f"{there}/names"): [
            (f"{there}/names", {"params": {"monitor": name, "how": "add"}, "content": rows})
            for name in ("y", "nothing")
        ],
        ("GET", "/monitors/{identity}/names"): [("/monitors/nothing/names", {"headers": PAGE})],
        ("GET", "/monitors/{identity}/names.{form}"): [("/monitors/nothing/names.csv", {"headers": PAGE})],
        ("POST", "/monitors/{identity}/names"): [
            ("/monitors/nothing/names", {"data": {"act": act}, "headers": PAGE}) for act in ("take", "discard", "undo")
        ],
        ("POST", "/monitors/names"): [
            ("/monitors/names", {"data": form, **sent}),
            ("/monitors/names", {"data": {"monitor": "nothing", "how": "add"}, **sent}),
        ],
    }


def _digest_cases() -> Cases:
    """Digests, on pages, as files and by e-mail."""
    of: list[dict[str, str]] = [{}, {"monitor": WORD}, {"collection": f"{MARK}-desk"}]
    asked = [{**one, "since": "2020-01-01"} for one in of]
    wanted = {"target": "desk@press.example", "rhythm": "7 UTC"}
    forms = [{"act": "add", "target": "d@press.example", "zone": "UTC", "of": f"collection:{MARK}-desk"}]
    forms += [{"act": act, "mail": "nothing"} for act in ("test", "remove")]
    return {
        ("GET", f"{API}/digest"): [(f"{API}/digest", {"params": one}) for one in asked],
        ("GET", "/digest"): [("/digest", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/digest.{form}"): [("/digest.html", {"params": one, "headers": PAGE}) for one in asked],
        ("GET", "/digest/mails"): [("/digest/mails", {"params": one, "headers": PAGE}) for one in of],
        ("POST", "/digest/mails"): [("/digest/mails", {"data": one, "headers": PAGE}) for one in forms],
        ("GET", f"{API}/digest/mails"): [(f"{API}/digest/mails", {})],
        ("POST", f"{API}/digest/mails"): [(f"{API}/digest/mails", {"json": {**wanted, **one}}) for one in of],
        ("POST", f"{API}/digest/mails/{{identity}}/test"): [(f"{API}/digest/mails/nothing/test", {})],
        ("DELETE", f"{API}/digest/mails/{{identity}}"): [(f"{API}/digest/mails/nothing", {})],
    }
