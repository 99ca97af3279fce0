"""What the OpenAPI document says beyond what FastAPI works out: errors are ``application/problem+json``."""

from typing import Any

from fastapi import FastAPI

_JSON, _PROBLEM = "application/json", "application/problem+json"
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_OFTEN = {
    "400": "The request is not one that can be read",
    "413": "The body is larger than it may be",
    "422": "The request is not valid",
}
"""Status → what it says, of answers that any operation with parameters or a body can give."""


def describe(app: FastAPI) -> None:
    """Makes the document of an application name the type and the form of its errors."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            for path, operations in schema["paths"].items():
                if path.startswith("/api/"):
                    for operation in operations.values():
                        _describe(operation)
            for unused in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(operation: dict[str, Any]) -> None:
    """Adds the errors of an operation, and puts the type right of those that it names."""
    responses = operation["responses"]
    expected = ["400"] * ("parameters" in operation or "requestBody" in operation)
    expected += ["413"] * ("requestBody" in operation)
    for status in expected:
        responses.setdefault(status, {"description": _OFTEN[status]})
    for status, response in responses.items():
        if status >= "400":
            if status == "422" and response.get("description") == "Validation Error":
                response["description"] = _OFTEN["422"]
            response["content"] = {_PROBLEM: {"schema": _SCHEMA}}
