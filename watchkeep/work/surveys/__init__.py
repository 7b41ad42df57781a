"""Surveys: one question after something is done, how it was.

Owns who is asked, when, and what they say. Nobody is asked more than once a week, and an answer can be changed as long
as its link lives.
"""
