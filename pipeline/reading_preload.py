"""Imported once by the process that worker processes are forked from: parsers and tables, loaded and ready."""

import logging

import extractors.text.analyzer as analyzer
from extractors.registry import build
from pipeline.ingest.registry import ingestors

logging.disable(logging.CRITICAL)
ingestors()
analyzer.analyze("آماده جاهز")
build()
