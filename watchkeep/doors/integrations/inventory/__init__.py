"""Inventories: what agents on machines report, by their own protocols."""
