"""Who takes a file in is killed with -9 when all its lines are written and nothing is committed."""

import pytest

from testing.killing import kill_amid
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import Item, ItemFile, Report
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.models import FactRow

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINES = 200
WORK = """
import pathlib, sys, time, django
django.setup()
from watchkeep.estate.assets import life
from watchkeep.estate.assets.models import ItemFile
from watchkeep.kernel import intake
from watchkeep.kernel.actors import CLOCK
def die(_fact):
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(600)
intake.tell = die
life.take_in(ItemFile.objects.get(pk=sys.argv[2]), by=CLOCK)
"""


def test_nothing_of_it_is_there_the_file_is_and_taken_in_it_is_there_once(tmp_path):
    lines = "\n".join(f"till {number},computer,SN{number:05}" for number in range(LINES))
    file = life.hand_in(by=CLOCK, name="tills.csv", raw=f"Name,Class,Serial number\n{lines}".encode(), format="items")
    before = [(model, model.objects.count()) for model in (Item, Report, FactRow)]
    kill_amid(WORK, tmp_path / "amid", file.pk)
    assert [(model, model.objects.count()) for model, _many in before] == before
    kept = ItemFile.objects.get(pk=file.pk)
    assert (kept.done_at, kept.text) == (None, file.text)
    life.take_in(kept, by=CLOCK)
    assert Item.objects.filter(name__startswith="till ").count() == LINES
