"""An account of Amazon Web Services: what is in it, region by region, each service of a region whole or not at all.

What the credentials may not read is noted, and the rest is looked at all the same. Source: the API references of EC2,
RDS, S3, Lambda, Elastic Load Balancing, IAM, STS and the Resource Groups Tagging API.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from watchkeep.doors.integrations.cloud import aws_things as things
from watchkeep.doors.integrations.cloud.asking import Denied
from watchkeep.doors.integrations.cloud.aws_calls import HOME, Calls
from watchkeep.doors.integrations.discovering.ports import CannotLook, Part, Task
from watchkeep.estate.discovery.models import Found

GONE = frozenset({"terminated", "shutting-down"})


@dataclass
class Tour:
    """One look at an account: how to call it, the account itself, and what is known of the region it is at."""

    calls: Calls
    home: Found
    region: str = HOME
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    machines: dict[str, Found] = field(default_factory=dict)

    def every(self, service: str, operation: str, under: str, **asked: Any) -> Iterator[Any]:
        """What lies under a name, in the region that the tour is at."""
        return self.calls.every(service, operation, under, self.region, **asked)


def look(task: Task) -> Generator[Part, None, None]:
    """Everything in the account that we know how to read."""
    calls = Calls(task, task.settings)
    tour = Tour(calls, _home(calls, task))
    yield Part(found=[tour.home], doing=tour.home.name, done=1)
    regions = [*task.settings.regions] or _regions(tour)
    steps = [("", *one) for one in EVERYWHERE] + [(region, *one) for region in regions for one in IN_A_REGION]
    for number, (region, words, read) in enumerate(steps, start=1):
        if region and region != tour.region:
            tour = Tour(calls, tour.home, region)
        try:
            found = [*read(tour)]
        except Denied as no:
            task.note(f"{region or 'The account'}, {words}: {no}")
            found = []
        yield Part(found=found, doing=f"{region} {words}".strip(), done=number * 99 // len(steps))


def _home(calls: Calls, task: Task) -> Found:
    """The account that the credentials are of. Nothing else is asked before that is known."""
    try:
        number = str(calls.ask("sts", "get_caller_identity")["Account"])
    except Denied as no:
        raise CannotLook(str(no)) from no
    try:
        aliases = [*calls.every("iam", "list_account_aliases", "AccountAliases")]
    except Denied as no:
        task.note(f"The account's name: {no}")
        aliases = []
    return things.account(number, aliases[0] if aliases else "")


def _regions(tour: Tour) -> list[str]:
    try:
        told = tour.calls.ask("ec2", "describe_regions").get("Regions", ())
    except Denied as no:
        raise CannotLook(f"Name the regions: {no}") from no
    return sorted(str(one["RegionName"]) for one in told)


def _users(tour: Tour) -> Iterator[Found]:
    told = tour.calls.every("iam", "get_account_authorization_details", "UserDetailList", Filter=["User"])
    for one in told:
        made = str(one.get("CreateDate", ""))[:10]
        tags = things.tags_of(one.get("Tags", ()))
        yield things.resource(
            one["Arn"], one["UserName"], kind="IAM user", region="global", home=tour.home, tags=tags, created=made
        )


def _buckets(tour: Tour) -> Iterator[Found]:
    for one in tour.calls.ask("s3", "list_buckets").get("Buckets", ()):
        name = one["Name"]
        made, region = str(one.get("CreationDate", ""))[:10], one.get("BucketRegion", "")
        yield things.resource(
            f"arn:aws:s3:::{name}",
            name,
            kind="S3 bucket",
            region=region,
            home=tour.home,
            tags=_tags_of_bucket(tour, name),
            created=made,
        )


def _tags_of_bucket(tour: Tour, name: str) -> dict[str, str]:
    try:
        return things.tags_of(tour.calls.ask("s3", "get_bucket_tagging", Bucket=name).get("TagSet", ()))
    except Denied:  # most buckets have none, and that is an error, too
        return {}


def _machines(tour: Tour) -> Iterator[Found]:
    for reservation in tour.every("ec2", "describe_instances", "Reservations"):
        for one in reservation.get("Instances", ()):
            if one.get("State", {}).get("Name") not in GONE:
                tour.machines[one["InstanceId"]] = found = things.machine(one, tour.region, tour.home)
                yield found


def _databases(tour: Tour) -> Iterator[Found]:
    for one in tour.every("rds", "describe_db_instances", "DBInstances"):
        yield things.database(one, tour.region, tour.home)


def _tags(tour: Tour) -> Iterator[Found]:
    """Remember the tags of a region: they are asked for once, and not thing by thing."""
    for one in tour.every("resourcegroupstaggingapi", "get_resources", "ResourceTagMappingList"):
        tour.tags[one["ResourceARN"]] = things.tags_of(one.get("Tags", ()))
    yield from ()


def _functions(tour: Tour) -> Iterator[Found]:
    for one in tour.every("lambda", "list_functions", "Functions"):
        yield things.resource(
            one["FunctionArn"], one["FunctionName"], kind="Lambda function", region=tour.region, home=tour.home,
            tags=tour.tags.get(one["FunctionArn"], {}), runtime=one.get("Runtime", ""), memory=one.get("MemorySize"),
        )  # fmt: skip


def _balancers(tour: Tour) -> Iterator[Found]:
    behind = _behind(tour)
    for one in tour.every("elbv2", "describe_load_balancers", "LoadBalancers"):
        arn = one["LoadBalancerArn"]
        yield things.resource(
            arn, one["LoadBalancerName"], kind=f"Load balancer ({one.get('Type', 'v2')})", region=tour.region,
            home=tour.home, tags=tour.tags.get(arn, {}), needs=behind.get(arn, ()), hostname=one.get("DNSName", ""),
        )  # fmt: skip


def _behind(tour: Tour) -> dict[str, list[Found]]:
    """The machines to which each load balancer sends."""
    behind: dict[str, list[Found]] = {}
    for group in tour.every("elbv2", "describe_target_groups", "TargetGroups"):
        told = tour.calls.ask("elbv2", "describe_target_health", tour.region, TargetGroupArn=group["TargetGroupArn"])
        ids = [one.get("Target", {}).get("Id", "") for one in told.get("TargetHealthDescriptions", ())]
        known = [tour.machines[one] for one in ids if one in tour.machines]
        for arn in group.get("LoadBalancerArns", ()):
            behind.setdefault(arn, []).extend(known)
    return behind


def _classic_balancers(tour: Tour) -> Iterator[Found]:
    for one in tour.every("elb", "describe_load_balancers", "LoadBalancerDescriptions"):
        name, number = one["LoadBalancerName"], tour.home.attributes["account"]
        arn = f"arn:aws:elasticloadbalancing:{tour.region}:{number}:loadbalancer/{name}"
        ids = [each["InstanceId"] for each in one.get("Instances", ())]
        yield things.resource(
            arn, name, kind="Load balancer (classic)", region=tour.region, home=tour.home, tags=tour.tags.get(arn, {}),
            needs=[tour.machines[each] for each in ids if each in tour.machines], hostname=one.get("DNSName", ""),
        )  # fmt: skip


Read = Callable[[Tour], Iterator[Found]]
EVERYWHERE: list[tuple[str, Read]] = [("users", _users), ("buckets", _buckets)]
IN_A_REGION: list[tuple[str, Read]] = [
    ("tags", _tags), ("machines", _machines), ("databases", _databases), ("functions", _functions),
    ("load balancers", _balancers), ("classic load balancers", _classic_balancers),
]  # fmt: skip
"""Machines come before what depends on them."""
