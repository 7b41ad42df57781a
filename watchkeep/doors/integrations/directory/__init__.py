"""People from outside: signing in through another house, following its directory, hearing from it who comes and goes.

``oidc`` and ``saml`` prove who sits at a browser, ``ldap`` reads a directory and asks it about passwords, ``scim`` lets
a program send people. What any of them finds out is a verb of ``estate/people``; none of them decides anything.
"""
