"""Policies of approval: which changes need whose agreement, tried on what is open before they are believed."""
