"""What we run things on: configuration items, in their first and simplest form."""
