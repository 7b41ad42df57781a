"""Verdicts: what a change did, told from what was measured before and after it.

Owns the figures that services are measured by (indicators), the verdict on each change with its comparisons, the review
that a bad one asks for, and which changes an incident suspects. It must not know how a change is planned or approved.
"""
