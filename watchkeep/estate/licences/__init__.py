"""Software by product: what raw titles mean, by rules that people's corrections add to, and what nobody knows yet.

Owns products, the rules that read titles, and how each title was read. It must not know how titles come.
"""
