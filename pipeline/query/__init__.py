"""The query language: what is typed, as a tree."""
