"""On call: who answers for what and when, who is paged for a fault, and who after her.

Owns the rotas (schedules, layers, overrides), the escalation policies, each running escalation and every
page that it sent. It knows incidents below it and sends through notify; it must not know alerts, doors or
how a message travels.
"""
