"""The systems that Kestrel's runbooks reach, and what somebody wants to do there. Nothing is real, nothing is sent."""

import secrets

from watchkeep.demo.cast import Cast
from watchkeep.duty.connections import life
from watchkeep.duty.connections.models import Connection
from watchkeep.kernel.actors import Actor


def connect(by: Actor, cast: Cast) -> None:
    """A load balancer, a database that is only read, a rehearsal, and a drain that waits for somebody's approval."""
    balancer = _connection(
        by, cast, "Load balancer", "http", "web",
        url="https://balancer.kestrel.example/v1", auth="bearer", secret=secrets.token_hex(16),
    )  # fmt: skip
    orders = _connection(
        by, cast, "Orders, read only", "sql", "platform",
        dsn=f"postgresql://reader:{secrets.token_hex(16)}@orders-db.kestrel.example/orders",
    )  # fmt: skip
    late = {"query": "SELECT count(*) FROM orders WHERE state = 'unpaid' AND placed_at < now() - interval '15 minutes'"}
    life.ask_for("sql", by=cast.actor("dilara"), connection=orders, parameters=late, is_dry_run=True)
    drain = {
        "method": "POST", "path": "pools/web/members/web-3/drain", "body": '{"seconds": 60}',
        "undo_method": "POST", "undo_path": "pools/web/members/web-3/enable",
    }  # fmt: skip
    life.ask_for("http", by=cast.actor("bo"), connection=balancer, parameters=drain, needs_approval=True)


def _connection(
    by: Actor, cast: Cast, name: str, kind: str, team: str, **given: str
) -> Connection:  # a connection has as many
    return life.add_connection(by=by, name=name, kind=kind, owner=cast.teams[team], given=given)
