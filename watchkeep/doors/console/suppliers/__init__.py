"""Suppliers: from whom we buy, and the ways to their help."""
