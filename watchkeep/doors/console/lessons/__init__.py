"""Lessons: what published reviews teach, found again; and what fixed incidents like this one."""
