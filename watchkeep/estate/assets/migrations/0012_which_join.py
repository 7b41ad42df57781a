"""Which classes each kind of relation may join, as every installation begins."""

from django.db import migrations

ANY = ""
_MACHINES = ("hardware", "storage", "virtual_machine", "container_host", "cluster", "cloud")
_PROGRAMS = ("software", "container", "virtual_machine", "container_host", "cluster", "storage", "cloud", "other")
_ON_A_NETWORK = (*_MACHINES, "container", "software", "network", "address", "other")

JOINS = {
    "runs_on": ((_PROGRAMS, (*_MACHINES, "container", "software", "other")),),
    "depends_on": (((ANY,), (ANY,)),),
    "connects_to": ((_ON_A_NETWORK, _ON_A_NETWORK),),
    "part_of": (
        (("hardware",), ("hardware", "cluster", "location", "storage")),
        (("virtual_machine", "container_host", "container"), ("cluster", "cloud", "network")),
        (("software",), ("software", "cluster")),
        (("storage",), ("storage", "cluster", "hardware", "location")),
        (("cloud",), ("cloud", "cluster", "network")),
        (("network", "address"), ("network", "cloud", "location")),
        (("location",), ("location",)),
        (("cluster",), ("cluster", "cloud", "location")),
        (("other",), (ANY,)),
        ((ANY,), ("other",)),
    ),
    "protects": ((("hardware", "software", "certificate", "cloud", "storage", "cluster", "other"), (ANY,)),),
}


def load(apps, schema_editor):
    """One rule for each pair that is there; a class that an administrator has renamed away is left out."""
    classes = {one.path: one.pk for one in apps.get_model("assets", "ItemClass").objects.all()} | {ANY: None}
    rule = apps.get_model("assets", "RelationRule")
    pairs = {
        (kind, one, other) for kind, lines in JOINS.items() for ones, others in lines for one in ones for other in others
        if one in classes and other in classes
    }  # fmt: skip
    rule.objects.bulk_create(
        rule(kind=kind, from_cls_id=classes[one], to_cls_id=classes[other]) for kind, one, other in sorted(pairs)
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("assets", "0011_relation_rules")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
