"""Quality measured on annotated data."""
