"""Rows of licences: products, the rules that read titles, and how each title was read."""

from watchkeep.estate.licences.models.products import Licence, Product
from watchkeep.estate.licences.models.reading import Origin, Reading, Rule

__all__ = ["Licence", "Origin", "Product", "Reading", "Rule"]
