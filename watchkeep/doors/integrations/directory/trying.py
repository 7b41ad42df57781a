"""A test in words: what a source told, and what would come of it if it counted."""

from django.utils.translation import gettext as _

from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import Known, Source


def in_words(source: Source, known: Known) -> list[str]:
    """Say what was proved and what would happen. Nothing does."""
    meant = queries.meant(source, known)
    return [
        _("Its mark for this person: %(mark)s") % {"mark": known.subject},
        _address(known),
        _("Name: %(name)s") % {"name": known.name or _("not told")},
        _groups(source, known),
        _outcome(meant),
        _("The second factor counts as asked for there.")
        if life.is_strong(source, known)
        else _("Watchkeep would ask for its own second factor, where one is set up or needed."),
        _("How they were proved there: %(signs)s") % {"signs": ", ".join(known.signs) or _("not told")},
    ]


def _address(known: Known) -> str:
    if not known.email:
        return _("It told no mail address.")
    if known.is_verified:
        return _("Address: %(email)s, which it says is verified") % {"email": known.email}
    return _("Address: %(email)s, not said to be verified") % {"email": known.email}


def _groups(source: Source, known: Known) -> str:
    if known.groups is None:
        return _("It told nothing of groups: roles and teams stay as they are.")
    if not known.groups:
        return _("It told no groups: whatever its lines name would be taken away.")
    held = {name.casefold() for name in known.groups}
    lines = source.lines.select_related("role", "team")
    means = [str(line.role or line.team) for line in lines if line.group.casefold() in held]
    told = ", ".join(known.groups[:20])
    return _("Groups: %(groups)s. They mean: %(means)s") % {"groups": told, "means": ", ".join(means) or _("nothing")}


def _outcome(meant: queries.Meant) -> str:
    if meant.why:
        return _("They would not come in: %(why)s") % {"why": meant.why}
    if meant.person and meant.is_linked:
        return _("They would sign in as %(name)s.") % {"name": meant.person.name}
    if meant.person:
        return _("They would be linked to %(name)s by their address, and sign in.") % {"name": meant.person.name}
    return _("They would get a new account.")
