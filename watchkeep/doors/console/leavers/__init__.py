"""Leavers and movers: what they still hold, what becomes of it, and by which action a product's seats come back."""
