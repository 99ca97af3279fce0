"""The names that a workspace knows beside the tables: born from decisions, or brought as lists."""
