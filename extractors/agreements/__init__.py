"""Words that name an agreement."""
