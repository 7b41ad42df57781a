"""Audits of who has seats: campaigns, what reviewers say of each seat, and the evidence."""
