"""Documents with their mentions, as other tools have them: written for them, and read back as decisions."""
