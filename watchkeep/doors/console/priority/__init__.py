"""Priority in the console: why an incident has the one it has, and the matrix and thresholds behind it."""
