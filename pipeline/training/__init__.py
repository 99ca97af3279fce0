"""Trains the models that are shipped: taggers of names (needs the extra ``train``: PyTorch, Gensim), and digits."""
