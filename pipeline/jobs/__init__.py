"""Work that is queued: bulk loads and uploads."""
