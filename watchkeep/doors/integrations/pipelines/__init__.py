"""Pipelines: what builds, rolls out and applies tells us what goes live. One module for each provider."""
