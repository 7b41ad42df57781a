"""Pipelines: who tells what goes live, what they asked at the gate, and what went live."""
