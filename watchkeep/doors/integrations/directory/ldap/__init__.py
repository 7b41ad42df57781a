"""LDAP: a directory is read page by page, followed, and asked about passwords. Nothing is ever written there."""
