"""Trains the taggers that find organisations, persons and places. Needs the extra ``train`` (PyTorch, Gensim)."""
