"""Pure decisions about contracts: no database, no clock."""

from watchkeep.estate.suppliers.rules.days import Notice, Term, end_for, next_look, next_term, notice_by, shifted

__all__ = ["Notice", "Term", "end_for", "next_look", "next_term", "notice_by", "shifted"]
