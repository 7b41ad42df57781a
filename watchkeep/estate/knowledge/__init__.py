"""Knowledge: articles that somebody can rely on, found by word and by meaning.

Owns articles with their versions, pictures and videos, their review, feedback, and what is searched for in vain. It
must not know tickets: what a ticket teaches is brought here by those above.
"""
