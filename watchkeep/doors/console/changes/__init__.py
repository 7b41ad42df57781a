"""Changes: their list, the page of one, its plan, its risk while it is drawn up, and its models.

A feature adds to the page of a change with a module ``change_parts`` that holds ``PARTS`` (see ``parts``).
"""
