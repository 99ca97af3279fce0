"""Readers, one file a format; the one with the highest claim reads a source."""
