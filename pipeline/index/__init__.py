"""The index: derived from the store, rebuildable, behind one small protocol."""
