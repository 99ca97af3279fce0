"""Decrees and appointments that documents tell of."""
