"""The response: what a severity demands, who leads, and when those who wait hear more.

Owns the plans, the copy of a plan on each incident, the roles with their history and the moments when updates are
due. It knows on call and notify below it; it must not know reviews, doors or how a message travels.
"""
