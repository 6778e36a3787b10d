"""Which uploads are kept, and what leaves a picture (4.9, RULES 2.4)."""

from __future__ import annotations

import io
import struct

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from propertyservice.files.checking import check, clean_name
from propertyservice.files.forms import PhotosField
from propertyservice.files.location import without_location

pytestmark = pytest.mark.usefixtures("in_english")

GPS = 0x8825


def picture(kind: str = "JPEG", *, gps: bool = False, size=(640, 360)) -> bytes:
    """A small picture, taken at a known place if wanted."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    if gps:
        exif.get_ifd(GPS).update(
            {1: "N", 2: (30.0, 16.0, 27.25), 3: "E", 4: (120.0, 9.0, 18.5)}
        )
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def location(content: bytes) -> dict[int, object]:
    with Image.open(io.BytesIO(content)) as opened:
        return dict(opened.getexif().get_ifd(GPS))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_whole_but_without_its_place(kind):
    given = picture(kind, gps=True)
    assert location(given)

    checked = check(upload("leak.jpg", given))

    assert checked.content_type == f"image/{kind.lower()}"
    assert not location(checked.content)
    assert struct.pack("<I", 2725) not in checked.content
    with Image.open(io.BytesIO(checked.thumbnail)) as small:
        assert small.size == (480, 270)


def test_a_jpeg_is_not_encoded_again():
    given = picture(gps=True)
    cleaned = without_location(given)
    assert len(cleaned) == len(given)
    with Image.open(io.BytesIO(cleaned)) as now, Image.open(io.BytesIO(given)) as then:
        assert now.tobytes() == then.tobytes()
        assert now.getexif()[0x010F] == "Camera"


def test_places_written_as_text_are_blanked_too():
    xmp = b'<rdf exif:GPSLatitude="30,16.45N" exif:GPSLongitude="120,9.3E" a="kept"/>'
    cleaned = without_location(b"\x00" + xmp)
    assert b"30,16" not in cleaned
    assert b"120,9" not in cleaned
    assert b'a="kept"' in cleaned


def test_noise_that_looks_like_a_header_is_left_alone():
    noise = b"II*\x00\xff\xff\xff\xffrest" + b"MM\x00*\x00\x00\x00\x08\xff\xff"
    assert without_location(noise) == noise


@pytest.mark.clause("4.9")
def test_a_program_named_like_a_photo_is_refused_with_a_sentence():
    with pytest.raises(ValidationError, match="neither a photo nor a PDF") as refused:
        check(upload("cat.jpg", b"MZ\x90\x00\x03" + bytes(200)))
    assert refused.value.code == "wrong_kind"
    assert "cat.jpg" in refused.value.messages[0]


def test_a_file_above_the_limit_is_refused_before_it_is_read():
    large = upload("big.jpg", b"\xff\xd8\xff" + bytes(10 * 1024 * 1024))
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        check(large)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (picture()[:400], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "damaged"),
        (b"<svg onload=alert(1)>", "wrong_kind"),
        (b"<html><script>", "wrong_kind"),
    ],
)
def test_what_can_not_be_shown_is_refused(content, code):
    with pytest.raises(ValidationError) as refused:
        check(upload("x.png", content))
    assert refused.value.code == code


def test_a_picture_of_absurd_size_is_refused(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(ValidationError) as refused:
        check(upload("huge.jpg", picture()))
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%%EOF", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "image/heic"),
    ],
)
def test_papers_and_iphone_photos_are_taken_without_a_small_picture(content, kind):
    checked = check(upload("paper", content))
    assert (checked.content_type, checked.thumbnail) == (kind, b"")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\photos\\漏水.jpg", "漏水.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00\x1fb\u202e.png", "ab.png"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert clean_name(given) == kept
    assert len(kept) <= 120


class Photos(forms.Form):
    photos = PhotosField(required=False)


def send(*files: SimpleUploadedFile) -> Photos:
    return Photos({}, MultiValueDict({"photos": list(files)}))


def test_a_form_takes_several_photos_or_none():
    form = send(upload("a.jpg", picture()), upload("b.png", picture("PNG")))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["photos"]] == ["a.jpg", "b.png"]
    assert send().is_valid()


def test_each_wrong_file_has_its_sentence_at_the_field():
    form = send(
        upload("a.jpg", b"MZ"), upload("b.jpg", picture()), upload("c.jpg", b"")
    )
    assert len(form.errors["photos"]) == 2


def test_too_many_files_at_a_time_are_refused():
    form = send(*(upload(f"{n}.jpg", b"x") for n in range(10)))
    assert "at most 9" in str(form.errors["photos"])
