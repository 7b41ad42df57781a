"""Discovery: what sources find, which thing it is, and how it gets into the register.

Owns what was found, in our own words, the marks by which things are told apart, and the doubts that wait for a person.
How a protocol speaks is a door's business; what is known of a thing afterwards is kept by assets.
"""
