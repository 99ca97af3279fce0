"""Source to stored, indexed and searched document."""
