"""Purchasing: what was ordered from whom, what came of it, and what we were billed.

Each unit that was ordered is an item from the first day, so that its life from the order to its disposal is one trail.
"""
