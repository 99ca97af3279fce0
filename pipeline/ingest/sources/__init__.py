"""Where bytes come from: files and folders, archives, the web."""
