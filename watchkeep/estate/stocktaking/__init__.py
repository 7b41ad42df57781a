"""Stock-taking: what should be in a place, what is there, and what follows from the difference.

Several people count at once. Nothing about an item changes before the count is finished; then its verbs do that.
"""
