"""What people ask of the archive: finding, counting, and where in a document the matches are."""
