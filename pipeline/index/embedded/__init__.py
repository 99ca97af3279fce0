"""The index in the workspace, by tantivy."""
