"""Reads: whom other programs mean by an address, a login or a mark."""

from collections.abc import Collection

from django.db.models.functions import Upper

from watchkeep.estate.people.models import Identity, Person, Source


def people_called(names: Collection[str]) -> dict[str, int]:
    """Whom these names mean: a mail address, else a mark or login in a source. What means two people means nobody."""
    wanted = {name: name.strip() for name in names if name.strip()}
    by_email = dict(
        Person.objects.filter(email__in={one.lower() for one in wanted.values()}).values_list("email", "pk")
    )
    found = {name: by_email[told.lower()] for name, told in wanted.items() if told.lower() in by_email}
    rest = {name: told for name, told in wanted.items() if name not in found}
    if not rest:
        return found
    living = Identity.objects.living().filter(source__in=list(Source.objects.values_list("pk", flat=True)))
    marks = _only(living.filter(subject__in=rest.values()).values_list("subject", "person"))
    upper = living.annotate(upper=Upper("user_name")).filter(upper__in={one.upper() for one in rest.values()})
    logins = _only(upper.values_list("upper", "person"))
    for name, told in rest.items():
        if person := marks.get(told) or logins.get(told.upper()):
            found[name] = person
    return found


def names_of(person: int) -> set[str]:
    """By which names other programs may mean somebody, as they may have written them."""
    told = {*Person.objects.filter(pk=person).values_list("email", flat=True)}
    for subject, login in Identity.objects.living().filter(person=person).values_list("subject", "user_name"):
        told |= {subject, login}
    return {form for one in told if one for form in (one, one.lower())}


def _only(rows: Collection[tuple[str, int]]) -> dict[str, int]:
    meant: dict[str, set[int]] = {}
    for name, person in rows:
        meant.setdefault(name, set()).add(person)
    return {name: next(iter(people)) for name, people in meant.items() if len(people) == 1}
