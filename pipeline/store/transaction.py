"""A transaction of the store, for those who hand it on: SQLAlchemy is known to the store alone."""

from sqlalchemy import Connection

__all__ = ["Connection"]
