"""Views of the queue, one module a matter."""
