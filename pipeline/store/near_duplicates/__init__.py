"""Which documents are nearly the same."""
