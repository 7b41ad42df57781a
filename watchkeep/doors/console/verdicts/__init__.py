"""Verdicts: what changes did, who reviews them, and which of them an incident suspects."""
