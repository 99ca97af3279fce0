"""The pages beside the work: how to search, the reference of the API, and how dates, digits and colours are shown."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import RefusedDecision
from pipeline.sources.schedule import zone_name, zone_names
from search_api.pages.language import DIGITS, SHOWN, Interface, interface_of, month_sets, preferences
from search_api.pages.refusals import told_to
from search_api.pages.shell import YEAR, page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_METHODS = ("get", "post", "put", "patch", "delete")


@router.get("/help")
def help_page(request: Request) -> Response:
    """How to search, with an example of each form that a query may have."""
    return page(request, "help.html")


@router.get("/docs")
def api_page(request: Request) -> Response:
    """Every operation of the API, from its OpenAPI document: no script, and nothing of another host."""
    return page(request, "api.html", groups=operations(request.app.openapi()))


def operations(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The operations of an OpenAPI document by their tag: method, path, what they do, and what they take."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                held = methods[method]
                said = {"method": method.upper(), "path": path, "text": held.get("description") or held["summary"]}
                taken = [_parameter(one) for one in held.get("parameters", [])]
                groups.setdefault((held.get("tags") or ["other"])[0], []).append(said | {"parameters": taken})
    return sorted(groups.items())


def _parameter(held: dict[str, Any]) -> dict[str, Any]:
    schema = held.get("schema", {})
    values = schema.get("enum") or schema.get("items", {}).get("enum") or []
    form = schema.get("type", "") + (f" of {schema['items'].get('type', '')}" if "items" in schema else "")
    said = held.get("description") or schema.get("description", "")
    return {"name": held["name"], "form": form, "values": values, "text": said, "required": held.get("required", False)}


@router.get("/settings")
def settings_page(request: Request, done: str = "") -> Response:
    """Whose months, which digits and time zone, and whether colours are shown; kept in a cookie of this browser."""
    return _settings(request, preferences(request), done=done)


def _settings(request: Request, chosen: tuple[str, str, str, str], code: int = 200, **more: str) -> Response:
    ui = interface_of(request)
    choices = {"months": list(month_sets(ui.language)), "digits": list(DIGITS), "zones": zone_names()}
    return page(request, "settings.html", code, chosen=chosen, **choices, **more)


@router.post("/settings")
def keep_settings(
    request: Request,
    months: Annotated[str, Form(max_length=20)] = "",
    digits: Annotated[str, Form(max_length=20)] = "",
    colours: Annotated[str, Form(max_length=20)] = "",
    zone: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Keeps them; what is not one of the choices is the language's own, and a zone that there is not is told."""
    try:
        named = zone_name(zone.strip()) if zone.strip() else ""
    except RefusedDecision as error:
        return _settings(request, (months, digits, colours, zone), 422, problem=told_to(request, error))
    asked = Interface(interface_of(request).language, months, digits)
    kept = (
        months if months == asked.months else "",
        digits if digits == asked.digit_set else "",
        "plain" if colours == "plain" else "",
        named,
    )
    response = RedirectResponse("/settings?done=1", 303)
    response.set_cookie(SHOWN, ".".join(kept), max_age=YEAR, httponly=True, samesite="lax")
    return response
