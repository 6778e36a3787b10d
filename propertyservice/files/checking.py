"""What may be uploaded: photos and PDF, of a bearable size, that really are such."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from propertyservice.files import sniffing
from propertyservice.files.location import without_location
from propertyservice.organisation import scope
from propertyservice.policy import definitions
from propertyservice.policy.in_force import in_force

MAX_MB = "files.max_mb"
MAX_COUNT = "files.max_count"
THUMBNAIL = (480, 480)
FORMATS = {sniffing.JPEG: "JPEG", sniffing.PNG: "PNG", sniffing.WEBP: "WEBP"}


@dataclass(frozen=True)
class Checked:
    """A file that passed: its bytes as they will be stored, without the location."""

    name: str
    content_type: str
    content: bytes
    thumbnail: bytes = b""


def limit(key: str) -> int:
    """A limit in force in the office of whoever is at work, else the default."""
    running = scope.current()
    office = running.user.office if running and running.user else None
    if office is None:
        return int(definitions.get(key).default)
    return int(in_force(office, timezone.localdate())[key])


def check(uploaded: UploadedFile) -> Checked:  # type: ignore[type-arg]
    """Read and check one uploaded file.

    Raises ValidationError with a sentence for the field: too large, empty, of another
    kind than it says, or damaged.
    """
    name = clean_name(uploaded.name or "")
    megabytes = limit(MAX_MB)
    if (uploaded.size or 0) > megabytes * 1024 * 1024:
        raise _wrong(
            _("“%(name)s” is larger than %(limit)s MB. Choose a smaller file."),
            "too_large",
            name=name,
            limit=megabytes,
        )
    uploaded.seek(0)
    content = uploaded.read()
    if not content:
        raise _wrong(_("“%(name)s” is empty. Choose it again."), "empty", name=name)
    kind = sniffing.content_type(content[: sniffing.HEAD])
    if kind not in sniffing.UPLOADS:
        raise _wrong(
            _(
                "“%(name)s” is neither a photo nor a PDF, whatever its name says. "
                "Choose a JPEG, PNG, WebP, HEIC or PDF file."
            ),
            "wrong_kind",
            name=name,
        )
    if kind not in FORMATS:
        cleaned = without_location(content) if kind == sniffing.HEIC else content
        return Checked(name, kind, cleaned)
    return _picture(name, kind, content)


def _picture(name: str, kind: str, content: bytes) -> Checked:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            cleaned = _plain_png(content) if kind == sniffing.PNG else content
            cleaned = cleaned if kind == sniffing.PNG else without_location(content)
            return Checked(name, kind, cleaned, _thumbnail(cleaned, FORMATS[kind]))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise _wrong(
            _("“%(name)s” has too many pixels. Make it smaller and choose it again."),
            "too_many_pixels",
            name=name,
        ) from wrong
    except (OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise _wrong(
            _("“%(name)s” is damaged and can't be shown. Take it again."),
            "damaged",
            name=name,
        ) from wrong


def _thumbnail(content: bytes, kind: str) -> bytes:
    """A small JPEG, upright; decoding it also proves that the picture is whole."""
    with Image.open(io.BytesIO(content), formats=[kind]) as checked:
        checked.verify()
    with Image.open(io.BytesIO(content), formats=[kind]) as picture:
        picture.draft("RGB", THUMBNAIL)
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail(THUMBNAIL)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
        return out.getvalue()


def _plain_png(content: bytes) -> bytes:
    """A PNG without its texts and Exif, which are checksummed and can't be blanked."""
    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        picture.load()
        if not (picture.info.keys() & {"exif", "xmp"} or getattr(picture, "text", {})):
            return content
        out = io.BytesIO()
        bare = picture.copy()
        bare.info = {}
        bare.save(out, "PNG")
        return out.getvalue()


def clean_name(name: str) -> str:
    """A name for people: no folders, no control characters, 120 characters at most."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(sign for sign in base if sign.isprintable()).strip()
    stem, dot, ending = printable.rpartition(".")
    if dot and stem and len(ending) <= 8:
        return f"{stem[: 119 - len(ending)]}.{ending}"
    return printable[:120] or _("file")


def _wrong(sentence: str, code: str, **params: object) -> ValidationError:
    return ValidationError(sentence, code=code, params=params)
