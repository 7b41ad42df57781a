"""Files of items or relations that were handed in, from the first look to what became of their lines."""

from django.db import models

from watchkeep.kernel.intake import HandedIn, HandedInQuerySet


class ItemFile(HandedIn):
    """A file as it was handed in. ``mapping``: the field that each column holds; ``refused``: line, field, reason."""

    format = models.CharField(max_length=30)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(HandedInQuerySet)()
