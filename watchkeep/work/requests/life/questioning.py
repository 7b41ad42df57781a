"""The form of the draft, piece by piece. Each verb keeps the whole form as the next edition, offered once published.

``seen`` is the draft's count of edits: whoever writes over another's change is told.
"""

from collections.abc import Callable

from django.db import transaction

from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.life.editions import draft_edition
from watchkeep.work.requests.models import CatalogueItem, Edition
from watchkeep.work.requests.queries import drafting
from watchkeep.work.requests.rules import arranging, forms
from watchkeep.work.requests.rules.forms import Form, Question, Section


def add_section(item: CatalogueItem, *, by: Actor, title: str, help_text: str = "", seen: int | None = None) -> Edition:
    """Begin a new section, at the end."""
    section = Section(title, (), help_text)
    return _kept(item, by, seen, lambda form: arranging.with_section(form, section))


def change_section(
    item: CatalogueItem, at: int, *, by: Actor, title: str, help_text: str = "", seen: int | None = None
) -> Edition:
    """Give a section another title; ``at`` counts from 0."""
    return _kept(
        item, by, seen, lambda form: arranging.section_changed(form, at, title=title, help_text=help_text)
    )  # fmt: skip


def move_section(item: CatalogueItem, at: int, *, by: Actor, places: int, seen: int | None = None) -> Edition:
    """Ask a section earlier (-1) or later (1)."""
    return _kept(item, by, seen, lambda form: arranging.section_moved(form, at, places))


def remove_section(item: CatalogueItem, at: int, *, by: Actor, seen: int | None = None) -> Edition:
    """Take an empty section away."""
    return _kept(item, by, seen, lambda form: arranging.without_section(form, at))


def add_question(
    item: CatalogueItem, *, by: Actor, question: Question, at: int = 0, seen: int | None = None
) -> Edition:
    """Ask one thing more, at the end of a section. The first question makes the first section."""

    def wider(form: Form) -> Form:
        begun = form if form.sections else arranging.with_section(form, Section("", ()))
        return arranging.with_question(begun, question, at)

    return _kept(item, by, seen, wider)


def change_question(
    item: CatalogueItem, name: str, *, by: Actor, question: Question, at: int, seen: int | None = None
) -> Edition:
    """Ask it otherwise, perhaps in another section."""
    return _kept(item, by, seen, lambda form: arranging.question_changed(form, name, question, at))


def move_question(item: CatalogueItem, name: str, *, by: Actor, places: int, seen: int | None = None) -> Edition:
    """Ask it earlier (-1) or later (1). Refused when it would come before a question that it depends on."""
    return _kept(item, by, seen, lambda form: arranging.question_moved(form, name, places))


def remove_question(item: CatalogueItem, name: str, *, by: Actor, seen: int | None = None) -> Edition:
    """Ask it no more. Refused while another question depends on it."""
    return _kept(item, by, seen, lambda form: arranging.without_question(form, name))


@transaction.atomic
def _kept(item: CatalogueItem, by: Actor, seen: int | None, change: Callable[[Form], Form]) -> Edition:
    """Change the form as it stands now, with the item's row held meanwhile."""
    list(CatalogueItem.objects.select_for_update().filter(pk=item.pk).values_list("pk"))
    newest = drafting.newest(item)
    changed = change(newest.questions if newest else Form())
    return draft_edition(item, by=by, form=forms.plain(changed), seen=seen)
