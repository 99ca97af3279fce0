"""One file a format, and what several formats share."""
