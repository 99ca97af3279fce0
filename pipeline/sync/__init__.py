"""Keeps what is derived from the store up with it."""
