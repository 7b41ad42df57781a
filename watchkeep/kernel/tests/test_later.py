"""Libraries that are read when they are needed."""

import subprocess
import sys

import pytest

from watchkeep.kernel.later import later

HEAVY = ("apprise", "boto3", "fido2", "ldap3", "onnxruntime", "reportlab", "webpush")


def test_a_module_is_read_when_something_of_it_is_asked_for():
    sys.modules.pop("colorsys", None)
    colours = later("colorsys")
    assert "colorsys" not in sys.modules
    assert colours.rgb_to_hls(1, 1, 1)[1] == 1
    with pytest.raises(AttributeError):
        _ = colours.no_such_colour
    with pytest.raises(ImportError):
        _ = later("no_such_module").anything


def test_a_start_reads_no_heavy_library():
    code = "import sys, django; django.setup(); print(*sorted(sys.modules.keys() & set(sys.argv[1:])))"
    told = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
