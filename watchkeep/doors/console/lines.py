"""The lines of long lists are drawn by compiled templates (Jinja), with the components that all pages have: ADR 22."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import BaseLoader, Environment, StrictUndefined

from watchkeep.doors.console.templatetags.console import clock_chip
from watchkeep.doors.ui.templatetags import ui

ENGINE = "lines"
COMPONENTS = (clock_chip, ui.ago, ui.avatar, ui.badge, ui.icon, ui.priority, ui.severity, ui.state_sign)


def environment(*, loader: BaseLoader, auto_reload: bool, **_others: Any) -> Environment:
    """What their templates may call. A name that nobody gave is an error."""
    made = Environment(loader=loader, auto_reload=auto_reload, autoescape=True, undefined=StrictUndefined)
    made.globals |= {"_": gettext, **{component.__name__: component for component in COMPONENTS}}
    return made


def drawn(template: str, **given: Any) -> SafeString:
    """Lines, ready to stand in a page."""
    return mark_safe(render_to_string(template, given, using=ENGINE))  # noqa: S308  # the template has escaped it
