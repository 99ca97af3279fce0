"""Meetings that documents tell of: when, where, who was there, what was decided, what follows by when."""
