"""Pure decisions: what an event does to its alert, which route fits, which alerts belong together."""
