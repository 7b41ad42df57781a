"""Communication: who is told what about an incident, in whose words, by whom, and when they hear more.

Owns audiences, templates, drafts and messages, who is expecting word, who follows a service, and which customers use
it. Sends through notify; must not know plans above it, doors, or how a message travels.
"""
