"""The portals: where employees and customers find help, ask, agree and follow, in plain words.

One set of pages for both. What differs: the name and greeting, the language, the articles and the catalogue.
"""
