"""Time worked: who spent how long on which ticket. Knows tickets, and nothing of their kinds or of money."""
