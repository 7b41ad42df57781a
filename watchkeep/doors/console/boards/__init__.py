"""Boards, and the meeting that walks through its agenda one change at a time."""
