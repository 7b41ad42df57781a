"""Settings, addresses and the web entry point: what Django asks for, in one place."""
