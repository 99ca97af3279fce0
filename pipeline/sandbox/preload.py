"""Imported once by the process that worker processes are forked from: parsers and tables, loaded and ready."""

import gc
import logging
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a process that is forked must have no threads

from pipeline.ingest.sources import containers as _containers
from pipeline.records import Source
from pipeline.sandbox.worker import read_source

logging.disable(logging.CRITICAL)
_READY = (_containers,)
for text in ("وزارت کشور در تهران", "وزارة العدل في بغداد", "نشست یزد"):
    read_source(Source("file:///a.txt", "a.txt", text.encode()))  # in two languages, and where that takes a model
gc.collect()
gc.freeze()  # what is loaded is shared with the processes that are forked, as long as nothing writes to it
