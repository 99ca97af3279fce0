"""Monitors: queries that are asked of every new text, what they found, and how people hear of it."""
