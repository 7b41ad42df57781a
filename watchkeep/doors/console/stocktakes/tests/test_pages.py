"""The pages of stock-takes and labels, without scripts."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
import qrcode
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from testing import make
from testing.turning import come
from watchkeep.estate.assets.models import Item, State
from watchkeep.estate.stocktaking.models import Stocktake

pytestmark = pytest.mark.django_db


def test_a_stock_take_from_its_beginning_to_its_end():
    room = make.item("Room 2", cls="location")
    for number in (1, 2):
        make.item(f"nb-{number}", cls="laptop", location=room, asset_tag=f"KO{number}")
    client = come(make.manager())
    client.post("/stocktakes/new", {"name": "Autumn", "place": f"Room 2 ({room.number})"})
    at = f"/stocktakes/{Stocktake.objects.get().number}"
    for code, said in (("KO1", "Found here"), ("999", "Unknown")):
        shown = client.post(at, {"code": code}, follow=True).content.decode()
        assert said in shown
    assert client.post(at, {"code": ""}).status_code == 422
    assert "1 not found" in client.get(f"{at}/finish").content.decode()
    client.post(f"{at}/finish", {"lose": "on"})
    assert Item.objects.get(name="nb-2").state == State.MISSING
    assert "nb-2" in client.get(at).content.decode()
    assert come(make.stranger()).get(at).status_code in {302, 403, 404}


def test_labels_are_those_of_one_item_or_of_a_list():
    one = make.item("nb-1", cls="laptop", asset_tag="KO1")
    make.item("db-1")
    client = come(make.ana())
    shown = client.get(f"/labels?item={one.pk}").content.decode()
    assert (shown.count('class="label"'), "<svg" in shown, "KO1" in shown, "style=" in shown) == (1, True, True, False)
    assert client.get("/labels?class=server&sheet=roll").content.decode().count('class="label"') == 1
    assert client.get("/labels?sheet=nonsense").content.decode().count('class="label"') == 2


def test_a_browser_that_reads_no_codes_is_told_what_its_camera_sees_and_a_picture_counts():
    room = make.item("Room 2", cls="location")
    one = make.item("nb-1", cls="laptop", location=room)
    client = come(make.manager())
    client.post("/stocktakes/new", {"name": "Autumn", "place": f"Room 2 ({room.number})"})
    at = f"/stocktakes/{Stocktake.objects.get().number}"
    square = seen(qrcode.make(f"https://watch.example/items/{one.pk}").get_image())
    assert client.post(f"{at}/read", {"picture": square()}).json() == {"code": f"https://watch.example/items/{one.pk}"}
    made = zxingcpp.create_barcode(one.number, zxingcpp.BarcodeFormat.Code128)
    bars = seen(Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=3)))
    assert client.post(f"{at}/read", {"picture": bars()}).json() == {"code": one.number}
    assert client.post(f"{at}/read", {"picture": seen(Image.new("L", (90, 90), 255))()}).json() == {"code": ""}
    for raw in (b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + bytes(90), huge()):
        answer = client.post(f"{at}/read", {"picture": SimpleUploadedFile("seen.jpg", raw)})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["picture"])
    assert client.post(at, {"picture": SimpleUploadedFile("seen.jpg", b"no picture")}).status_code == 422
    assert "Found here" in client.post(at, {"picture": square()}, follow=True).content.decode()
    assert come(make.stranger()).post(f"{at}/read", {"picture": square()}).status_code in {302, 403, 404}


def test_a_label_bears_the_number_as_code_128_for_hand_scanners():
    one = make.item("nb-1", cls="laptop")
    client = come(make.ana())
    shown = client.get(f"/labels?item={one.pk}&code=bars").content.decode()
    [drawing] = re.findall(r'<span class="label-bars">(<svg.*?</svg>)', shown, re.DOTALL)
    assert zxingcpp.read_barcode(printed(drawing)).text == one.number
    assert "label-code" not in shown
    both = client.get(f"/labels?item={one.pk}&code=both").content.decode()
    assert ("label-bars" in both, "label-code" in both) == (True, True)


def seen(code: Image.Image):
    """What a camera sees: the code, askew, on a grey table."""
    table = Image.new("L", (900, 600), 170)
    table.paste(code.convert("L").resize((330, 330 * code.height // code.width)), (240, 120))
    raw = io.BytesIO()
    table.rotate(4, fillcolor=170).save(raw, "JPEG", quality=80)
    return lambda: SimpleUploadedFile("seen.jpg", raw.getvalue(), content_type="image/jpeg")


def huge() -> bytes:
    """A small file of a picture that would not fit into memory."""
    raw = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(raw, "PNG")
    return raw.getvalue()


def printed(drawing: str) -> Image.Image:
    """The bars of a label as a printer draws them."""
    shape = ET.fromstring(drawing)  # our own
    width, height = (int(part) for part in shape.attrib["viewBox"].split()[2:])
    sheet = Image.new("L", (width * 3, height * 3), 255)
    pen = ImageDraw.Draw(sheet)
    for x, wide in re.findall(r"M(\d+) 0h(\d+)v", next(iter(shape)).attrib["d"]):
        pen.rectangle((int(x) * 3, 0, (int(x) + int(wide)) * 3 - 1, height * 3), fill=0)
    return sheet
