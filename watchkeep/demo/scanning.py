"""What Kestrel looks for by itself: its office network by night, a cellar that nobody can reach, and its clouds.

The networks are those that are kept for examples (RFC 5737), and no job has a rhythm: a demonstration sends nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Answer, Found, Job, Link, Nic, Run
from watchkeep.kernel.actors import Actor

OFFICE, CELLAR = "192.0.2.0/24", "198.51.100.0/25"
PRINTERS = (("prn-01", 31, "Brother"), ("prn-02", 32, "HP"))


def scan(by: Actor) -> None:
    """Two networks that are open, a job that found something, and one that failed."""
    life.open_network(by=by, network=OFFICE, reason="The offices in Amsterdam. Asked for by Dilara.")
    life.open_network(by=by, network=CELLAR, reason="The cellar of the warehouse, behind its own switch.")
    office = _job(by, "Offices", OFFICE)
    with transaction.atomic():
        run = _begun(office, by)
        life.take_part(run, [_switch(), *_printers()], doing=OFFICE, done=100)
        life.finish(run, notes=["kiosk.kestrel.example cannot be looked up: it was left out."])
    with transaction.atomic():
        run = _begun(office, by)
        life.take_part(run, _printers(), doing=OFFICE, done=60)
        life.give_up(run, "Its time was over.")
    cellar = _job(by, "Cellar of the warehouse", CELLAR)
    with transaction.atomic():
        life.fail(_begun(cellar, by), "nmap failed (1): no route to 198.51.100.0/25")
    _clouds(by)


def _clouds(by: Actor) -> None:
    """A cluster that was looked at, and an account whose credentials have run out."""
    given: dict[str, Any] = {"server": "https://192.0.2.60:6443", "token": "demonstration", "cluster": "kestrel-prod"}
    cluster = life.add_job(by=by, kind="kubernetes", name="Cluster in Frankfurt", given=given, every_hours=0)
    with transaction.atomic():
        run = _begun(cluster, by)
        life.take_part(run, _cluster(), doing="deployments", done=100)
        life.finish(run, notes=["/apis/apps/v1/daemonsets: 192.0.2.60 does not let these credentials read this."])
    given = {"access_key": "AKIADEMONSTRATION", "secret_key": "demonstration", "regions": ["eu-central-1"]}
    account = life.add_job(by=by, kind="aws", name="AWS of the web shop", given=given, every_hours=0)
    with transaction.atomic():
        life.fail(_begun(account, by), "The credentials have expired: AWS takes them no more.")


def _job(by: Actor, name: str, network: str) -> Job:
    return life.add_job(by=by, kind="network", name=name, given={}, targets=[network], every_hours=0, rate=50)


def _begun(job: Job, by: Actor) -> Run:
    """A run that this transaction takes before any worker sees it."""
    life.ask_run(job, by=by)
    run = life.take_run()
    if run is None:
        raise LookupError("the run that was just asked for is gone")
    return run


def _cluster() -> list[Found]:
    home = Found(
        key="kubernetes:kestrel", kind="cluster", name="kestrel-prod", cloud_id="kubernetes:kestrel", links=(),
        attributes={"technology": "Kubernetes", "version": "v1.31.2"},
    )  # fmt: skip
    nodes = [
        Found(
            key=f"kubernetes:kestrel/nodes/fra-node-{number}", kind="container_host", name=f"fra-node-{number}",
            attributes={"os": "Debian GNU/Linux 12", "engine": "containerd", "cores": 8, "memory": 32 * 2**30},
            links=(Link(relation="part_of", other=home),),
        )
        for number in (1, 2)
    ]  # fmt: skip
    workloads = [
        Found(
            key=f"kubernetes:kestrel/Deployment/{name}", kind="application", name=name, attributes={"version": version},
            links=(Link(relation="part_of", other=home), *(Link(relation="runs_on", other=one) for one in on)),
        )
        for name, version, on in (
            ("shop/web", "2.4.1", nodes), ("shop/search", "8.15", nodes[:1]), ("shop/api", "1.9.0", nodes),
        )
    ]  # fmt: skip
    return [home, *nodes, *workloads]


def _switch() -> Found:
    return Found(
        key="54:e1:ad:01:00:01", kind="network_device", name="sw-ams-1", domain="kestrel.example",
        nics=(Nic(mac="54:e1:ad:01:00:01", addresses=("192.0.2.2",)),),
        attributes={"hostname": "sw-ams-1", "ips": ["192.0.2.2"], "macs": ["54:e1:ad:01:00:01"]},
        links=tuple(
            Link(relation="connects_to", other=one, port=f"Gi1/0/{at}") for at, one in enumerate(_printers(), 1)
        ),
        answers=(
            Answer(port=22, name="ssh", product="OpenSSH", version="8.8"),
            Answer(port=443, name="https", product="lighttpd", is_tls=True),
            Answer(port=161, protocol="udp", name="snmp"),
        ),
    )  # fmt: skip


def _printers() -> list[Found]:
    return [
        Found(
            key=f"54:e1:ad:02:00:{last:02x}", kind="printer", name=name, domain="kestrel.example", manufacturer=maker,
            nics=(Nic(mac=f"54:e1:ad:02:00:{last:02x}", addresses=(f"192.0.2.{last}",)),),
            attributes={"hostname": name, "ips": [f"192.0.2.{last}"], "macs": [f"54:e1:ad:02:00:{last:02x}"]},
            answers=(Answer(port=80, name="http", product=f"{maker} web server"), Answer(port=9100, name="jetdirect")),
        )
        for name, last, maker in PRINTERS
    ]  # fmt: skip
