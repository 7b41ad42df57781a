"""Received mail: what became of each, who waits, what could not be read, and the rules about senders."""
