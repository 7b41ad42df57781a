"""Articles in the console: found, read, written with a preview, reviewed, and what is to be written next."""
