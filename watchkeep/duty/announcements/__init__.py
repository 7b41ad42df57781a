"""Telling the world: status pages with their components, what is announced on them, and who subscribed.

Owns every word that was written for the public, the history of each component, and which copies of a page
are due. Knows nothing of how a page looks: a door draws it. Nothing of an incident gets here by itself but
what a person wrote for the public, and a draft that waits for somebody who may publish it.
"""
