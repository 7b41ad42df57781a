"""Requests over the API: asked for, listed and read, and their life verb by verb."""
