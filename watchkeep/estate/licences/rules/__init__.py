"""Pure decisions about software titles: no database, no clock."""

from watchkeep.estate.licences.rules.titles import (
    Pattern,
    Reader,
    fits,
    is_sound,
    pattern_for,
    product_for,
    squeezed,
    version_in,
)

__all__ = ["Pattern", "Reader", "fits", "is_sound", "pattern_for", "product_for", "squeezed", "version_in"]
