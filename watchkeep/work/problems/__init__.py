"""Problems: what lies under incidents that come back, and what to do meanwhile.

Owns the life of a problem, known errors with their workarounds, and suggestions of problems. It must not know how
incidents live or how recurrences are found.
"""
