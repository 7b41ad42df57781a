"""SCIM 2.0 (RFC 7643, RFC 7644): a program sends people and groups, and says when somebody leaves.

``scim2-server`` speaks the protocol; ``shapes`` says what we keep of a person, ``storage`` finds and changes it by
verbs, ``filters`` turns a filter into a query, ``repairing`` reads what Entra and Okta send in their own way.
"""
