"""One module for each word of the command line: `run(chosen)` does it and returns the exit code."""
