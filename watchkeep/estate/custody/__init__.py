"""Custody: who was given what and said so, what is asked back, and how things were destroyed, with proof.

Where an item is in its life is kept by assets, whose verbs are called; here stands what people said to it.
"""
