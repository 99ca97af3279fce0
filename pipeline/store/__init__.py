"""The store: the truth that the index is derived from."""
