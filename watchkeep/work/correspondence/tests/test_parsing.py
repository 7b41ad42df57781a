import base64

import pytest

from watchkeep.work.correspondence.rules import charsets, parsing, reading
from watchkeep.work.correspondence.rules.parsing import Unreadable
from watchkeep.work.correspondence.tests.letters import letter, many


def read(raw):
    return reading.read(raw, envelope_from=None, trusted="", own_mark="ours")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "Grüße aus Köln"),
        ("windows-1252", "„Anführung“ zu 5 €"),
        ("utf-8", "Žluťoučký kůň 🐎"),
        ("iso-2022-jp", "プリンターが動きません"),
        ("shift_jis", "プリンターが動きません"),
        ("gb2312", "打印机着火了"),
        ("big5", "印表機著火了"),
        ("euc-kr", "프린터가 고장났어요"),
        ("koi8-r", "Принтер не работает"),
        ("windows-1251", "Принтер не работает"),
        ("iso-8859-7", "\u039f εκτυπωτής δεν λειτουργεί"),
        ("windows-1255", "המדפסת לא עובדת"),
        ("utf-7", "Grüße"),
    ],
)
@pytest.mark.parametrize("encoding", ["base64", "8bit"])
def test_character_sets_of_the_real_world(charset, text, encoding):
    raw = text.encode(charset)
    body = base64.encodebytes(raw) if encoding == "base64" else raw
    found = read(letter(body, kind=f"text/plain; charset={charset}", encoding=encoding))
    assert found.split.new == text


def test_sixteen_bits_a_letter():
    body = base64.encodebytes("Der Drucker brennt".encode("utf-16"))
    assert read(letter(body, kind="text/plain; charset=utf-16", encoding="base64")).split.new == "Der Drucker brennt"


def test_windows_letters_under_a_wrong_name():
    assert read(letter("5 € „so“".encode("cp1252"), kind="text/plain; charset=iso-8859-1")).split.new == "5 € „so“"
    assert read(letter("Grüße".encode(), kind="text/plain; charset=us-ascii")).split.new == "Grüße"
    assert read(letter("Grüße".encode("cp1252"), kind="text/plain; charset=x-unheard-of")).split.new == "Grüße"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= an alle", "Grüße an alle"),
        ("=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?=", "Grüße"),
        ("=?utf-8?B?R3LD?=\r\n =?utf-8?B?vMOfZQ==?=", "Grüße"),  # a letter cut in two by a careless program
        ("=?windows-1252?Q?5_=80?=", "5 €"),
        ("=?x-none?Q?abc?=", "abc"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("plain", "plain"),
    ],
)
def test_headers_are_decoded(raw, said):
    assert charsets.header(raw) == said


def test_raw_eight_bit_headers_are_guessed():
    raw = letter().replace(b"Subject: Printer", "Subject: Störung im Büro".encode("cp1252"))
    assert read(raw).parsed.subject == "Störung im Büro"
    raw = letter().replace(b"Subject: Printer", "Subject: Störung".encode())
    assert read(raw).parsed.subject == "Störung"


def test_a_name_with_a_comma_stays_one_sender():
    found = read(letter(sender="=?utf-8?q?Kunde=2C_Karin?= <Karin@Kunde.example>"))
    assert (found.parsed.sender.name, found.sender) == ("Kunde, Karin", "karin@kunde.example")


def test_flowed_lines_are_joined():
    body = "This line was \nbroken by the program.\nThis one was not."
    assert read(letter(body, kind="text/plain; format=flowed")).split.new.startswith(
        "This line was broken by the program.\nThis"
    )


def test_files_keep_their_names_however_they_are_written():
    pdf = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf"
    png = 'Content-Type: image/png; name="=?utf-8?q?B=C3=BCro.png?="\r\nContent-Transfer-Encoding: base64'
    parts = [
        "Content-Type: text/plain\r\n\r\nSee the files.",
        f"{pdf}\r\n\r\n%PDF-",
        f"{png}\r\n\r\niVBORw0KGgo=",
        "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\nSubject: Inner\r\n\r\nInner text",
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n\r\nabc",
    ]
    found = read(many(*parts))
    assert [one.name for one in found.files] == ["Grüße.pdf", "Büro.png", "part-3.eml", "part-4"]
    assert b"Inner text" in found.files[2].content
    assert found.split.new == "See the files."


def test_a_logo_in_a_signature_is_no_file_of_the_ticket_and_a_screenshot_is():
    html = (
        "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Look:</p><img src='cid:shot@1'>"
        "<div class='gmail_signature'>Karin<img src='cid:logo@1'></div>"
    )
    png = "Content-Type: image/png; name={0}.png\r\nContent-ID: <{0}@1>\r\n"
    png += "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="
    found = read(many(html, png.format("shot"), png.format("logo"), kind="related"))
    assert ([one.name for one in found.files], found.split.new) == (["shot.png"], "Look:\n\n[shot.png]")
    assert found.split.signature == "Karin[logo.png]"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: AW: [Kunde] Printer", "Printer"),
        ("Fwd: Re[2]: Printer", "Printer"),
        ("[URGENT]", "[URGENT]"),
        ("", "It burns."),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_titles(subject, title):
    assert read(letter("It burns.\nNow.", subject=subject)).title == title


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "who sent it"),
        (b"no headers at all", "who sent it"),
        (b"From: not an address\r\n\r\nhello", "who sent it"),
        (letter(kind="multipart/encrypted; boundary=x"), "encrypted"),
        (letter(kind="application/pkcs7-mime; smime-type=enveloped-data"), "encrypted"),
    ],
)
def test_what_cannot_be_read_says_why(raw, why):
    with pytest.raises(Unreadable, match=why):
        parsing.read(raw)


def test_too_many_parts_and_too_deep_ones_are_unreadable():
    with pytest.raises(Unreadable, match="200"):
        parsing.read(many(*["Content-Type: text/plain\r\n\r\na"] * 300))
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(60))
    with pytest.raises(Unreadable):
        parsing.read(b"From: a@b.example\r\n" + deep.encode() + b"Content-Type: text/plain\r\n\r\nhi")


@pytest.mark.parametrize(
    "raw",
    [
        b'From: a@b.example\r\nContent-Type: text/plain; charset="\xff\xfe"\r\n\r\nhi',
        b"From: a@b.example\r\nDate: yesterday\r\nMessage-ID: <<a@b>>\r\nReferences: \xff<x@y>\r\n\r\nhi",
        b"From: =?utf-8?b?####?= <a@b.example>\r\nSubject: =?a?b?c?d?=\r\n\r\nhi",
        b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nhi",
        b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! hi",
        b"From: a@b.example\nContent-Type: text/html\n\n<p>hi\x00<table><tr><td></div></p></blockquote>hi",
        b'From: "a\r\n b" <a@b.example>\r\nTo: undisclosed-recipients:;\r\n\r\nhi',
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(raw):
    found = read(raw)
    assert found.sender == "a@b.example"
    assert "\x00" not in found.split.new
