"""What others ask: which actions there are, what placeholders mean, where we may reach, what stands in the log."""

from watchkeep.duty.connections.queries.filling import (
    choices_of,
    filled,
    filled_text,
    shown,
    values_for,
    values_of,
    would_send,
)
from watchkeep.duty.connections.queries.library import (
    about,
    action_of,
    brief,
    can_be_undone,
    fields_of,
    label_of,
    library,
    read,
    settings_of,
)
from watchkeep.duty.connections.queries.log import log, of_ticket, that_want_a_person, to_decide
from watchkeep.duty.connections.queries.places import (
    allowance,
    connections,
    fixed_allowance,
    http_settings,
    kinds,
    networks,
    secrets_of,
    settings_for,
    usable_for,
)
from watchkeep.duty.connections.rules.actions import About, Action
from watchkeep.duty.connections.rules.placeholders import BadPlaceholder
from watchkeep.kernel.parameters import Field

__all__ = [
    "About",
    "Action",
    "BadPlaceholder",
    "Field",
    "about",
    "action_of",
    "allowance",
    "brief",
    "can_be_undone",
    "choices_of",
    "connections",
    "fields_of",
    "filled",
    "filled_text",
    "fixed_allowance",
    "http_settings",
    "kinds",
    "label_of",
    "library",
    "log",
    "networks",
    "of_ticket",
    "read",
    "secrets_of",
    "settings_for",
    "settings_of",
    "shown",
    "that_want_a_person",
    "to_decide",
    "usable_for",
    "values_for",
    "values_of",
    "would_send",
]
