"""What all tables of the store are registered in."""

from sqlalchemy import MetaData

metadata = MetaData()
