"""Contracts: what was agreed, what it costs, and which day must not be missed."""
