"""What work teaches: articles that helped on tickets, drafts from what was closed, and how often an article is needed.

Sits above tickets, so that articles need not know them.
"""
