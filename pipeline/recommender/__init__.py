"""An outside model whose suggestions come in as an extractor of their own name and version."""
