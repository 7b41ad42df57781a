"""Who is asked at first: colleagues for a low risk, owners for a middling one, the board as well for a high one."""

from decimal import Decimal

from django.db import migrations

BOARD = {
    "name": "Change advisory board",
    "about": "Looks at changes with a high risk before they are carried out, and at those that went wrong afterwards.",
    "quorum": 2,
}


def stage(name, *who, need="any", quorum=2, expire_days=7, board=None):
    """A stage as a policy keeps it."""
    approvers = [{"who": one, "id": None, "among": []} for one in who]
    if board:
        approvers.append({"who": "board", "id": board, "among": []})
    return {
        "name": name, "approvers": approvers, "need": need, "quorum": quorum, "remind_hours": 24,
        "expire_days": expire_days,
    }  # fmt: skip


def set_up(apps, schema_editor):
    """Five policies and a board without members: until it has some, those who look after approvals are asked."""
    policy = apps.get_model("changes", "ApprovalPolicy")
    board, _made = apps.get_model("approvals", "Board").objects.get_or_create(name=BOARD["name"], defaults=BOARD)
    owners = stage("Owners", "service_leads", "item_owners")
    rows = [
        {
            "name": "Emergencies, after the fact", "kinds": ["emergency"], "regularise_hours": 72,
            "note": "It has begun already: whoever answers for what it touches agrees afterwards, and it is reviewed.",
            "stages": [stage("Owners, after the fact", "service_leads", "item_owners", expire_days=3)],
        },
        {
            "name": "Money", "kinds": ["normal"], "cost_from": Decimal(10000), "goes_on": True,
            "note": "Whoever asked for it has a manager who answers for the money; the policies after this count too.",
            "stages": [stage("Whoever answers for the money", "manager")],
        },
        {
            "name": "High risk", "kinds": ["normal"], "bands": ["high"],
            "note": "Owners first, then the board, which looks at all that is planned together.",
            "stages": [owners, stage("Change advisory board", need="quorum", board=board.pk)],
        },
        {
            "name": "Medium risk", "kinds": ["normal"], "bands": ["medium"], "stages": [owners],
            "note": "Whoever answers for what it touches.",
        },
        {
            "name": "Low risk", "kinds": ["normal"], "bands": ["low"],
            "note": "A second pair of eyes: a colleague of the team, or an owner.",
            "stages": [stage("Peer review", "peers", "service_leads", "item_owners")],
        },
    ]  # fmt: skip
    for position, row in enumerate(rows, 1):
        policy.objects.get_or_create(name=row["name"], defaults=row | {"position": position})


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("changes", "0003_policies"), ("approvals", "0003_boards")]
    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
