"""What AWS describes, in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Link, Nic

GIB = 2**30
MOST_TAGS = 50
_STAGES = {
    "prod": "production", "production": "production", "live": "production", "staging": "staging", "stage": "staging",
    "test": "test", "testing": "test", "qa": "test", "dev": "development", "development": "development",
}  # fmt: skip
Tags = Mapping[str, str]


def account(number: str, alias: str = "") -> Found:
    """The account itself."""
    arn = f"arn:aws:iam::{number}:root"
    told = {"provider": "AWS", "account": number, "resource_type": "Account", "resource_id": number}
    return Found(key=arn, kind="cloud", name=f"AWS {alias or number}", cloud_id=arn, attributes=told, links=())


def tags_of(several: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Tags as AWS lists them."""
    return {str(one.get("Key", "")): str(one.get("Value", "")) for one in [*several][:MOST_TAGS]}


def machine(one: Mapping[str, Any], region: str, home: Found) -> Found:
    """A machine of EC2."""
    number = home.attributes["account"]
    arn = f"arn:aws:ec2:{region}:{number}:instance/{one['InstanceId']}"
    tags = tags_of(one.get("Tags", ()))
    nics = tuple(_nic(nic) for nic in one.get("NetworkInterfaces", ()))
    told = {
        "resource_type": one.get("InstanceType", ""),
        "state": one.get("State", {}).get("Name", ""),
        "os": one.get("PlatformDetails", ""),
        "architecture": one.get("Architecture", ""),
        "image": one.get("ImageId", ""),
        "hypervisor": one.get("Hypervisor", ""),
        "public_name": one.get("PublicDnsName", ""),
        "ips": [address for nic in nics for address in nic.addresses],
        "macs": [nic.mac for nic in nics if nic.mac],
    }
    return Found(
        key=arn, kind="virtual_machine", name=tags.get("Name", "") or one["InstanceId"], cloud_id=arn, nics=nics,
        attributes=_told(told, one["InstanceId"], region, home, tags), links=(Link(relation="part_of", other=home),),
    )  # fmt: skip


def database(one: Mapping[str, Any], region: str, home: Found) -> Found:
    """A database of RDS."""
    endpoint, tags = one.get("Endpoint", {}), tags_of(one.get("TagList", ()))
    told = {
        "resource_type": one.get("DBInstanceClass", ""),
        "state": one.get("DBInstanceStatus", ""),
        "engine": one.get("Engine", ""),
        "version": one.get("EngineVersion", ""),
        "port": endpoint.get("Port"),
        "hostname": endpoint.get("Address", ""),
        "size": int(one.get("AllocatedStorage") or 0) * GIB,
        "replicated": bool(one.get("MultiAZ")),
    }
    name, arn = one["DBInstanceIdentifier"], one["DBInstanceArn"]
    return Found(
        key=arn, kind="database", name=name, cloud_id=arn, attributes=_told(told, name, region, home, tags),
        links=(Link(relation="runs_on", other=home),),
    )  # fmt: skip


def resource(  # noqa: PLR0913  # a thing has this many sides
    arn: str,
    name: str,
    *,
    kind: str,
    region: str,
    home: Found,
    tags: Tags,
    needs: Iterable[Found] = (),
    **told: Any,
) -> Found:
    """Anything else: ``kind`` says what in the provider's words, ``needs`` what it depends on."""
    links = (Link(relation="part_of", other=home), *(Link(relation="depends_on", other=one) for one in needs))
    told = {"resource_type": kind, **told}
    return Found(
        key=arn, kind="cloud", name=name, cloud_id=arn, attributes=_told(told, name, region, home, tags), links=links
    )


def _told(told: Mapping[str, Any], number: str, region: str, home: Found, tags: Tags) -> dict[str, Any]:
    stage = next((tags[name] for name in ("env", "environment", "Environment", "stage", "Stage") if name in tags), "")
    known = {
        "provider": "AWS",
        "account": home.attributes["account"],
        "region": region,
        "resource_id": number,
        "environment": _STAGES.get(stage.lower(), ""),
        "tags": [f"{name}={value}"[:300] for name, value in sorted(tags.items())],
    }
    return {name: value for name, value in {**told, **known}.items() if value not in ("", None, [], 0)}


def _nic(one: Mapping[str, Any]) -> Nic:
    addresses = [private.get("PrivateIpAddress", "") for private in one.get("PrivateIpAddresses", ())]
    addresses += [public for private in one.get("PrivateIpAddresses", ())
                  if (public := private.get("Association", {}).get("PublicIp", ""))]  # fmt: skip
    addresses += [six.get("Ipv6Address", "") for six in one.get("Ipv6Addresses", ())]
    name, mac = one.get("NetworkInterfaceId", ""), one.get("MacAddress", "")
    kind = queries.kind_of_nic(name, mac)
    return Nic(name=name, mac=mac, addresses=tuple(filter(None, dict.fromkeys(addresses))), kind=kind)
