"""Copies of documents from which chosen labels and words are blacked out."""
