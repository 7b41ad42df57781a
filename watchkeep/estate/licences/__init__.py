"""Software: what raw titles mean, what was bought, who uses it, and how each product stands on each day.

Owns products and how titles are read, entitlements with their keys, uses and seats, and positions. It must not know how
titles come, nor who gives seats out or takes them back.
"""
