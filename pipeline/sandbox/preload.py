"""Imported once by the process that worker processes are forked from: parsers and tables, loaded and ready."""

import gc
import logging
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a process that is forked must have no threads

import extractors.text.analyzer as analyzer
from extractors.protocols import Passage
from extractors.registry import build
from pipeline.ingest.registry import ingestors

logging.disable(logging.CRITICAL)
ingestors()
analyzer.analyze("آماده جاهز")
for language, text in (("fa", "وزارت کشور در تهران"), ("ar", "وزارة العدل في بغداد")):
    passage = Passage.of(text, language)
    for extractor in build():
        extractor.extract(passage, [])
gc.collect()
gc.freeze()  # what is loaded is shared with the processes that are forked, as long as nothing writes to it
