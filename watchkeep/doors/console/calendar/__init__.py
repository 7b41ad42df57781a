"""The calendar of changes: what is altered, worked on and frozen, by day, week, month or as a timeline."""
