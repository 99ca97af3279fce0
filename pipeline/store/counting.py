"""How many rows a question has, up to as many as somebody wants to know."""

from typing import Any

from sqlalchemy import Connection, Select, func, select


def counted(connection: Connection, query: Select[Any], most: int = 0) -> int:
    """The number of rows, or (``most``) that or one more where there are more: the database stops there."""
    some = (query.limit(most + 1) if most else query).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())
