"""Text in, mentions out. No files, no clock, no network."""
