"""The first page of the settings: what can be set, by what it is about."""
