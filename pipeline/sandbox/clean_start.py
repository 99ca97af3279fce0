"""Imported before anything else by the process that reading processes are forked from: has it start without secrets."""

from pipeline.sandbox.environment import start_without_secrets

start_without_secrets()
