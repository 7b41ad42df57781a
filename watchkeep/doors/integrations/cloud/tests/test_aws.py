"""An account at a real moto server: what is found, what is noted, and what is said when nothing can be had."""

import io
import json
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from moto.server import ThreadedMotoServer

from testing import make
from watchkeep.doors.integrations.cloud import aws, aws_calls
from watchkeep.doors.integrations.discovering import running
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

REGION = "eu-west-1"


@pytest.fixture(scope="module")
def cloud():
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}"
    server.stop()


def client(cloud, service):
    keys = {"aws_access_key_id": "key-of-tests", "aws_secret_access_key": "secret-of-tests"}
    return boto3.client(service, endpoint_url=cloud, region_name=REGION, **keys)


@pytest.fixture(scope="module")
def account(cloud):
    """Two machines behind a load balancer and one that is gone, a database, a bucket, a function, a user."""
    ec2, elb = client(cloud, "ec2"), client(cloud, "elbv2")
    subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]][:2]
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}, {"Key": "env", "Value": "prod"}]}]
    made = ec2.run_instances(
        ImageId="ami-03cf127a", MinCount=3, MaxCount=3, InstanceType="t3.small", TagSpecifications=tags
    )
    ids = [one["InstanceId"] for one in made["Instances"]]
    ec2.terminate_instances(InstanceIds=ids[2:])
    client(cloud, "rds").create_db_instance(
        DBInstanceIdentifier="orders", Engine="postgres", DBInstanceClass="db.t3.micro", AllocatedStorage=20,
        MasterUsername="root", MasterUserPassword="secret-of-tests", Tags=[{"Key": "env", "Value": "staging"}],
    )  # fmt: skip
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}
    role = client(cloud, "iam").create_role(RoleName="mailer", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as packed:
        packed.writestr("mailer.py", "def run(event, context): ...")
    client(cloud, "lambda").create_function(
        FunctionName="mailer", Runtime="python3.12", Role=role["Arn"], Handler="mailer.run",
        Code={"ZipFile": code.getvalue()}, Tags={"team": "growth"},
    )  # fmt: skip
    s3 = client(cloud, "s3")
    s3.create_bucket(Bucket="receipts", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_tagging(Bucket="receipts", Tagging={"TagSet": [{"Key": "team", "Value": "billing"}]})
    client(cloud, "iam").create_user(UserName="ana", Tags=[{"Key": "team", "Value": "platform"}])
    balancer = elb.create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]
    group = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=balancer["VpcId"])["TargetGroups"][0]
    elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": one} for one in ids[:2]])
    elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
    )  # fmt: skip
    return ids


def job(address, name="Cloud", **more):
    make.open_network("127.0.0.0/8")
    keys = {"access_key": "key-of-tests", "secret_key": "secret-of-tests", "regions": [REGION], "endpoint": address}
    return life.add_job(by=CLOCK, kind="aws", name=name, given=keys | more)


def looked(one):
    life.ask_run(one, by=CLOCK)
    run = life.take_run()
    running.carry_out(run, running.task_of(run))
    run.refresh_from_db()
    return run


@pytest.mark.django_db
@pytest.mark.slow
def test_an_account_is_in_the_register_with_what_hangs_on_what_and_the_same_again_changes_nothing(cloud, account):
    one = job(cloud)
    run = looked(one)
    assert (run.state, run.why) == ("done", "")
    found = {item.name: item for item in Item.objects.select_related("cls")}
    kinds = {name: item.cls.slug for name, item in found.items()}
    assert kinds["orders"] == "database"
    assert [kinds[name] for name in ("shop", "receipts", "ana", "mailer", "AWS 123456789012")] == ["cloud"] * 5
    machines = Item.objects.filter(cls__slug="virtual_machine")
    assert {item.values["resource_id"] for item in machines} == set(account[:2])
    assert {item.values["environment"] for item in machines} == {"production"}
    assert (found["orders"].values["size"], found["orders"].values["environment"]) == (20 * 2**30, "staging")
    assert (found["receipts"].values["tags"], found["ana"].values["tags"]) == (["team=billing"], ["team=platform"])
    assert (found["mailer"].values["tags"], found["mailer"].values["region"]) == (["team=growth"], REGION)
    open_ = {(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()}
    assert {
        ("shop", "depends_on", "web"),
        ("orders", "runs_on", "AWS 123456789012"),
        ("web", "part_of", "AWS 123456789012"),
    } <= open_
    again = looked(one)
    assert (again.state, again.new, again.changed, again.unchanged) == ("done", 0, 0, run.new + run.unchanged)
    other = looked(job(cloud, name="The same account once more"))
    assert (other.state, Item.objects.filter(merged_into=None).count()) == ("done", len(found) + 1)


class Answers:
    """An endpoint that always says the same."""

    def __init__(self, status, code):
        answers, self.asked = self, 0

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answers.asked += 1
                error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>No.</Message></Error>"
                body = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>".encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "code", "words", "asked"),
    [
        (403, "ExpiredToken", "have expired", 1),
        (403, "InvalidClientTokenId", "does not accept the credentials", 1),
        (403, "AccessDenied", "may not read this", 1),
        (400, "Throttling", "slow down", 3),
    ],
)
def test_what_cannot_be_had_is_said_in_words_and_nothing_is_written(monkeypatch, status, code, words, asked):
    monkeypatch.setattr(aws_calls, "MOST_TRIES", 3)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.01)
    with Answers(status, code) as endpoint:
        run = looked(job(endpoint.url))
    assert (run.state, words in run.why, endpoint.asked) == ("failed", True, asked)
    assert Item.objects.count() == 0
    assert "secret-of-tests" not in json.dumps([run.why, run.log])


@pytest.mark.django_db
def test_an_endpoint_outside_of_the_open_networks_is_not_contacted():
    keys = {"access_key": "a", "secret_key": "b", "regions": [REGION], "endpoint": "http://127.0.0.1:9"}
    run = looked(life.add_job(by=CLOCK, kind="aws", name="Inside", given=keys))
    assert (run.state, "private network" in run.why) == ("failed", True)


@pytest.mark.django_db
def test_what_may_not_be_read_is_noted_and_the_rest_is_looked_at(monkeypatch):
    def denied(_tour):
        raise aws.Denied("ListUsers: the credentials may not read this (AccessDenied).")

    monkeypatch.setattr(aws, "EVERYWHERE", [("users", denied)])
    monkeypatch.setattr(aws, "IN_A_REGION", [("machines", lambda tour: iter([tour.home]))])
    monkeypatch.setattr(aws, "_home", lambda *_: aws.things.account("123456789012"))
    run = looked(job("http://127.0.0.1:9"))
    assert (run.state, [words for _at, words in run.log]) == (
        "done", ["The account, users: ListUsers: the credentials may not read this (AccessDenied)."],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [({"regions": ["moon"]}, "regions"), ({"endpoint": "ftp://x"}, "endpoint"), ({"secret_key": ""}, "secret_key")],
)
@pytest.mark.django_db
def test_settings_that_make_no_sense_are_refused_at_their_field(given, field):
    keys = {"access_key": "a", "secret_key": "b"} | given
    with pytest.raises(Refused) as no:
        life.add_job(by=CLOCK, kind="aws", name="Wrong", given=keys)
    assert no.value.field == field


@pytest.mark.django_db
def test_a_secret_does_not_follow_to_another_endpoint():
    one = job("http://127.0.0.1:9")
    with pytest.raises(Refused) as no:
        life.change_job(
            one, by=CLOCK, name=one.name, given={"access_key": "key-of-tests", "endpoint": "http://127.0.0.1:10"}
        )
    assert no.value.field == "secret_key"
