"""Machinery without a business word: facts, life cycles, actors, jobs, numbers, time."""
