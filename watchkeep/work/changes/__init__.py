"""Changes: what is altered on purpose, from its plan to what became of it.

Owns the life of a change, its plan, its models, its risk and what it collides with. It must not know who is paged, what
alerts say, or how a change is judged afterwards.
"""
