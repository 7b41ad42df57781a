"""Many guesses at the same moment, from many processes, are still counted one by one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from testing import make
from watchkeep.estate.people import life
from watchkeep.kernel.errors import Refused


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_once_get_five_tries():
    ana = make.person("Ana", roles=())

    def guess(number):
        try:
            life.identify(ana.email, f"guess {number}", address=f"192.0.2.{number}")
        except Refused as no:
            return no.code
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(guess, range(40)))
    assert codes.count("wrong") == 5
    assert codes.count("too_many") == 35
