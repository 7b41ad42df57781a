"""Reclaiming: what somebody who left, moved or was refused in an audit still holds is taken back, with proof.

Owns the cases, what is to become of each seat, and by which action of the library a product's seats are taken back.
What a seat is licences know, how an action runs connections do, and what a request is requests do.
"""
