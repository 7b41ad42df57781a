"""Self-service: how the portals greet, and whether people who looked for help there found it.

Owns the portals' settings and attempts: somebody looked for something, read, and was helped or asked after all. It must
not know pages.
"""
