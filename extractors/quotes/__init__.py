"""Quotations: who said what, in which words."""
