"""The register of organisations: what documents, lists and people say of each body, and lists in and out."""
