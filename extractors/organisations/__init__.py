"""Organisations: a gazetteer of known names, and rules that extend a head word to its full name."""
