"""Prints the JSON Schema of the values of mentions; docs/values.schema.json is what it prints."""

import json

from corpora.values import json_schema


def text() -> str:
    """The schema as it is kept."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(text(), end="")
