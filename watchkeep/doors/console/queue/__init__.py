"""The queue of tickets of every kind: its filters and views, changes of many at once, and macros."""
