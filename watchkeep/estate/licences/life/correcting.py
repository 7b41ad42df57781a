"""Correcting: a person says what a title is, and from then on every title that is called so means the same."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Title
from watchkeep.estate.licences import rules
from watchkeep.estate.licences.events import (
    ProductAdded,
    ProductEdited,
    RuleAdded,
    RuleRemoved,
    TitleSetAside,
    TitleTakenUp,
)
from watchkeep.estate.licences.life.recounting import ask_to_recount, first_day_of
from watchkeep.estate.licences.models import Application, Licence, Origin, Product, Reading, Rule
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_product(*, by: Actor, name: str, publisher: str = "", **values: Any) -> Product:
    """Make a product that titles can mean."""
    by.need(P.MANAGE, _("add software products"))
    product = Product()
    _refuse_taken(product, name, publisher)
    save(product, name=name, publisher=publisher, **values)
    _count_paid(product)
    tell(ProductAdded(record=product.pk, by=by, name=product.name))
    return product


@transaction.atomic
def edit_product(product: Product, *, by: Actor, **changes: Any) -> None:
    """Correct what is known of it."""
    by.need(P.MANAGE, _("edit software products"))
    _refuse_taken(product, changes.get("name", product.name), changes.get("publisher", product.publisher))
    if changed := save(product, **changes):
        _count_paid(product)
        if "idle_days" in changed:
            ask_to_recount([product.pk], first_day_of(product))
        tell(ProductEdited(record=product.pk, by=by, changed=changed))


@transaction.atomic
def correct(
    reading: Reading,
    *,
    by: Actor,
    product: Product | None = None,
    new_product: str = "",
    pattern: str = "",
    edition: str = "",
) -> Rule:
    """Say which product a title is: one that is there, or a new one. It becomes a rule, by which others are read, too.

    ``pattern``: which titles mean it as well; as near as we can tell from the name, when not given.
    """
    title = reading.title
    rule = named_so(
        title.name, title.publisher, by=by, product=product, called=new_product, pattern=pattern, edition=edition,
        title=title,
    )  # fmt: skip
    Reading.objects.filter(pk=reading.pk).update(set_aside="")
    return rule


def named_so(
    name: str,
    publisher: str,
    *,
    by: Actor,
    product: Product | None,
    called: str,
    pattern: str,
    edition: str,
    title: Title | None = None,
) -> Rule:
    """Make the rule by which whatever is called so means a product that is there, or a new one."""
    by.need(P.MANAGE, _("say what software titles mean"))
    if product is None and not called.strip():
        raise Refused(_("Choose a product or name a new one."), field="product", code="missing")
    pattern = rules.squeezed(pattern) or rules.pattern_for(name)
    if not rules.fits(pattern, name):
        raise Refused(_("This pattern does not fit the title itself."), field="pattern")
    product = product or _named(called.strip(), publisher[:120], by)
    return add_rule(by=by, product=product, name=pattern, edition=edition, title=title)


@transaction.atomic
def add_rule(
    *, by: Actor, product: Product, name: str, publisher: str = "", edition: str = "", title: Title | None = None
) -> Rule:
    """Let titles of this name mean a product, instead of what a person's rule for the same said. They are read anew."""
    by.need(P.MANAGE, _("change how software titles are read"))
    name, publisher = rules.squeezed(name), rules.squeezed(publisher)
    same = {"origin": Origin.PERSON, "name": name, "publisher": publisher}
    rule = Rule.objects.select_for_update().filter(**same).first() or Rule(**same)
    save(rule, product=product, edition=edition.strip())
    Reading.objects.filter(_called(name, "title__name")).update(is_due=True)
    Application.objects.filter(_called(name, "name")).update(is_due=True)
    told = title.pk if title else None
    tell(RuleAdded(record=product.pk, by=by, rule=rule.pk, pattern=rule.name, title=told))
    return rule


@transaction.atomic
def remove_rule(rule: Rule, *, by: Actor) -> None:
    """Let titles of this name mean what the other rules say. Bundled rules stay: a person's goes before them."""
    by.need(P.MANAGE, _("change how software titles are read"))
    if rule.origin == Origin.BUNDLED:
        raise Refused(_("Bundled rules stay. A correction goes before them."), code="bundled")
    Reading.objects.filter(rule=rule).update(is_due=True)
    Application.objects.filter(rule=rule).update(is_due=True)
    record, pattern = rule.product_id, rule.name
    rule.delete()
    tell(RuleRemoved(record=record, by=by, pattern=pattern))


@transaction.atomic
def set_aside(reading: Reading, *, by: Actor, reason: str) -> None:
    """Say why nobody needs to know what it is."""
    by.need(P.MANAGE, _("say what software titles mean"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _turn(Reading.objects.unknown(), reading, reason)
    tell(TitleSetAside(record=reading.pk, by=by, reason=reason))


@transaction.atomic
def take_up(reading: Reading, *, by: Actor) -> None:
    """Let it wait again for somebody to say what it is."""
    by.need(P.MANAGE, _("say what software titles mean"))
    _turn(Reading.objects.exclude(set_aside=""), reading, "")
    tell(TitleTakenUp(record=reading.pk, by=by))


def _turn(rows: QuerySet[Reading], reading: Reading, reason: str) -> None:
    if rows.filter(pk=reading.pk).update(set_aside=reason) != 1:
        raise Refused(_("Somebody has dealt with it."), code="wrong_state")
    reading.set_aside = reason


def _named(name: str, publisher: str, by: Actor) -> Product:
    """The product of this name, whoever the source says publishes it where there is one alone; else a new one."""
    called = list(Product.objects.filter(name__iexact=name)[:2])
    found = next((one for one in called if len(called) == 1 or one.publisher.lower() == publisher.lower()), None)
    return found or add_product(by=by, name=name, publisher=publisher)


def _called(pattern: str, column: str) -> Q:
    """What a pattern may concern: whatever begins like it, or everything when it begins with a star."""
    begins = pattern.partition("*")[0].strip().partition(" ")[0]
    return Q(**{f"{column}__istartswith": begins}) if begins else Q()


def _count_paid(product: Product) -> None:
    """Who uses what has to be paid for is noted from now on."""
    if product.licence == Licence.PAID and not product.is_counted:
        product.is_counted = product.uses_due = True
        product.save(update_fields=["is_counted", "uses_due"])


def _refuse_taken(product: Product, name: str, publisher: str) -> None:
    same = Product.objects.exclude(pk=product.pk).filter(name__iexact=name.strip(), publisher__iexact=publisher.strip())
    if same.exists():
        raise Refused(_("There is a product of this name."), field="name", code="taken")
