import json

import boto3
import pytest
from moto.server import ThreadedMotoServer

from testing import make
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.slow
KARIM = "arn:aws:iam::123456789012:user/karim"


@pytest.fixture(scope="module")
def cloud():
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}"
    server.stop()


@pytest.fixture
def storage(cloud):
    open_loopback()
    return make.connection("s3", endpoint=cloud, access_key="key-of-tests", secret_key="secret-of-tests")


@pytest.fixture
def s3(cloud):
    keys = {"aws_access_key_id": "key-of-tests", "aws_secret_access_key": "secret-of-tests"}
    return boto3.client("s3", endpoint_url=cloud, region_name="us-east-1", **keys)


def change(storage, action="s3_bucket", **parameters):
    asked = life.ask_for(action, by=CLOCK, connection=storage, parameters=parameters, timeout_seconds=20)
    return carry_out(asked)


def names(s3):
    return {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}


def test_a_private_bucket_is_made_with_its_tags(storage, s3, cloud):
    run = change(storage, bucket="karim-500", tags={"project": "Atlas"})
    assert (run.state, run.result["address"]) == ("succeeded", f"{cloud}/karim-500")
    closed = s3.get_public_access_block(Bucket="karim-500")["PublicAccessBlockConfiguration"]
    assert all(closed.values())
    assert s3.get_bucket_tagging(Bucket="karim-500")["TagSet"] == [{"Key": "project", "Value": "Atlas"}]
    assert "secret-of-tests" not in f"{run.sent}{run.output}{run.why}"


def test_a_bucket_that_is_there_already_is_not_taken_over(storage, s3):
    s3.create_bucket(Bucket="somebody-elses")
    run = change(storage, bucket="somebody-elses")
    assert (run.state, "already" in run.why, "somebody-elses" in names(s3)) == ("failed", True, True)


def test_undoing_removes_an_empty_bucket_and_never_a_full_one(storage, s3):
    empty, full = change(storage, bucket="empty-one"), change(storage, bucket="full-one")
    s3.put_object(Bucket="full-one", Key="a", Body=b"data")
    assert carry_out(life.undo(empty, by=CLOCK)).state == "succeeded"
    assert carry_out(life.undo(full, by=CLOCK)).state == "failed"
    assert names(s3) & {"empty-one", "full-one"} == {"full-one"}


def test_access_is_one_statement_beside_those_of_others(storage, s3):
    change(storage, bucket="shared")
    other = {"Sid": "Other", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::shared/x"}
    s3.put_bucket_policy(Bucket="shared", Policy=json.dumps({"Version": "2012-10-17", "Statement": [other]}))
    granted = change(storage, "s3_access", bucket="shared", principal=KARIM)
    mine = [one for one in statements(s3, "shared") if one.get("Principal") == {"AWS": KARIM}]
    assert (granted.result["changed"], "s3:PutObject" in mine[0]["Action"]) == (True, True)
    assert change(storage, "s3_access", bucket="shared", principal=KARIM).result["changed"] is False
    carry_out(life.undo(granted, by=CLOCK))
    assert statements(s3, "shared") == [other]


def test_a_name_is_made_to_fit_and_a_principal_never_is(storage, s3):
    incident = make.incident(title="Größe: 500 GB!")
    asked = {"bucket": "p-{{ incident.title }}"}
    made = life.ask_for("s3_bucket", by=CLOCK, connection=storage, parameters=asked, ticket_id=incident.pk)
    carry_out(made)
    assert "p-gr-e-500-gb" in names(s3)
    asked = {"bucket": "p-gr-e-500-gb", "principal": "{{ incident.title }}"}
    run = life.ask_for("s3_access", by=CLOCK, connection=storage, parameters=asked, ticket_id=incident.pk)
    assert carry_out(run).state == "failed"


def test_the_test_button_counts_buckets(storage):
    assert carry_out(life.try_connection(storage, by=CLOCK)).output.endswith("buckets")


def statements(s3, bucket):
    return json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
