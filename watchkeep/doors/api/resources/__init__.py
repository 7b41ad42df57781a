"""One file a resource: its shape, how a row becomes one, its addresses and verbs."""
