"""How the two portals greet, and what comes of them: who helped themselves, what is missing, how content people are."""
