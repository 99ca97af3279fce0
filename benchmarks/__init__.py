"""Measurements: each prints numbers; none is a test."""
