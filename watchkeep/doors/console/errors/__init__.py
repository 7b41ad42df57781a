"""What a page says when it cannot do what was asked."""
