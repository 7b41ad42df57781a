"""Integrations: who may send events, with which key, and what was refused."""
