"""What an address of a source of news lists: feeds, sitemaps, pages and channels, each as items."""
