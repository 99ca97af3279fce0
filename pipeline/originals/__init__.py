"""The bytes of documents as they came, and pictures of their pages."""
