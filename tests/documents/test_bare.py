"""A picture tells what it shows, and not where, when and with what it was taken."""

import io

import pytest
from PIL import Image, PngImagePlugin

from recruitment.documents.bare import bare
from recruitment.documents.types import JPEG, PNG, NotKept
from tests.documents import files

SECRETS = (b"Phone 9", b"2026:07:01", b"Li Zihan", b"thumbnail")


def photograph(form, *, turned=6):
    """One as a telephone writes it: a maker, a date, a place, a remark, a second picture behind."""
    picture = Image.new("RGB", (40, 20))
    picture.putdata([(n % 256, n % 7 * 30, 90) for n in range(800)])
    exif = picture.getexif()
    exif[0x0112] = turned
    exif[0x010F], exif[0x0132] = "Phone 9", "2026:07:01 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    if form == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", "Li Zihan")
        told.add_itxt("XML:com.adobe.xmp", "Li Zihan")
        picture.save(out, "PNG", exif=exif, pnginfo=told)
        return out.getvalue()
    picture.save(out, "JPEG", exif=exif, comment=b"Li Zihan", progressive=form == "progressive")
    return out.getvalue() + b"thumbnail" + b"\xff\xd9"


@pytest.mark.parametrize("form", ["JPEG", "progressive", "PNG"])
def test_a_picture_keeps_every_point_of_it_and_nothing_the_camera_wrote(form):
    before = photograph(form)

    after = bare(before, PNG if form == "PNG" else JPEG)

    was, now = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert now.tobytes() == was.tobytes()
    assert any(secret in before for secret in SECRETS)
    assert [secret for secret in SECRETS if secret in after] == []
    assert {0x010F, 0x0132, 0x8825} & set(now.getexif()) == set()


@pytest.mark.parametrize(("turned", "left"), [(6, {0x0112: 6}), (1, {})])
def test_a_photograph_taken_on_its_side_still_stands_upright(turned, left):
    after = Image.open(io.BytesIO(bare(photograph("JPEG", turned=turned), JPEG)))

    assert dict(after.getexif()) == left


def test_colours_are_read_as_before():
    out = io.BytesIO()
    Image.new("CMYK", (4, 4), (9, 90, 200, 0)).save(out, "JPEG", icc_profile=b"profile" * 9)

    after = Image.open(io.BytesIO(bare(out.getvalue(), JPEG)))

    assert after.info["icc_profile"] == b"profile" * 9
    assert after.tobytes() == Image.open(out).tobytes()


def test_a_picture_whose_parts_do_not_add_up_is_refused():
    whole = photograph("JPEG")
    for cut in (whole[:9], whole[: len(whole) // 2], b"\xff\xd8\xff\xe1\x00\x01"):
        with pytest.raises(NotKept):
            bare(cut, JPEG)


def test_made_here_they_stay_as_they_are():
    assert bare(files.JPEG, JPEG) == files.JPEG
    assert bare(files.png(), PNG) == files.png()
