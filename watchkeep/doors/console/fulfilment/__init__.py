"""How requests come true: each step with what went in and out, and those that need a person."""
