"""Items as people name them in a form: numbers or names, a line each or with commas between."""

from django import forms
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries as assets
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import Actor


def items_meant(text: str, actor: Actor, most: int) -> list[Item]:
    """Return the items that are named, each once. Raises ValidationError naming what means none, or several."""
    lines = [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
    if len(lines) > most:
        raise forms.ValidationError(_("At most %(most)s items."), params={"most": most})
    named = assets.items_named([*dict.fromkeys(lines)], actor)
    errors = []
    if named.unknown:
        errors.append(_("Nothing is called %(names)s.") % {"names": ", ".join(named.unknown[:20])})
    if named.ambiguous:
        words = _("Several items are called %(names)s: give their numbers.")
        errors.append(words % {"names": ", ".join(named.ambiguous[:20])})
    if errors:
        raise forms.ValidationError(errors)
    return named.items
