"""Sources that are looked at again and again: feeds, sitemaps, pages, channels and folders."""
