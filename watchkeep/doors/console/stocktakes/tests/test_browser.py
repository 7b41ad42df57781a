"""Counting by camera in a real browser that reads no codes itself: a label is held up, and the thing is found."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Playwright, expect

from testing import looking, make
from testing.makers.estate import PASSWORD
from watchkeep.estate.stocktaking import life
from watchkeep.estate.stocktaking.models import Check

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BLIND = "delete window.BarcodeDetector"
FILM = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def test_a_label_before_the_camera_is_counted(playwright: Playwright, browser_type_launch_args, live_server, tmp_path):
    room = make.item("Room 2", cls="location")
    item = make.item("nb-1", cls="laptop", location=room)
    make.admin(email="ada@nordwind.example")
    count = life.begin(by=make.actor(make.manager()), name="Autumn", place=room)
    film = tmp_path / "label.y4m"
    hold_up(qrcode.make(f"http://watch.example/items/{item.pk}").get_image(), film)
    args = [*browser_type_launch_args["args"], *FILM, f"--use-file-for-fake-video-capture={film}"]
    browser = playwright.chromium.launch(**browser_type_launch_args | {"args": args})
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    page.add_init_script(BLIND)
    page.goto(f"http://localhost:{urlsplit(live_server.url).port}/stocktakes/{count.number}")
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#counted").get_by_text("Found here")).to_be_visible(timeout=15_000)
    assert Check.objects.get(stocktake=count).outcome == "here"
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("video")).to_be_hidden()
    labels = f"{page.url.rpartition('/stocktakes')[0]}/labels?item={item.pk}&code=both"
    assert looking.faults(page, [page.url.partition("?")[0], labels]) == []
    browser.close()


def hold_up(label: Image.Image, film: Path) -> None:
    """A film of a few frames in which a label is held before the camera (YUV4MPEG2, luminance and no colour)."""
    width, height = 640, 480
    scene = Image.new("L", (width, height), 150)
    scene.paste(label.convert("L").resize((260, 260)), (180, 100))
    frame = b"FRAME\n" + scene.tobytes() + bytes([128]) * (width * height // 2)
    film.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420\n".encode() + frame * 10)
