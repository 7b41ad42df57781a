"""How the world comes in: pages, programs and protocols. Doors own no tables."""
