"""Dates in three calendars: grammar, calendars, resolution."""
