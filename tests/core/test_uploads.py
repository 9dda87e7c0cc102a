"""The hostile files of reference/security.md §6 S5, made here, against the rebuilding of uploads."""

import io
import struct
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from zibo_youth.core import uploads
from zibo_youth.core.file_errors import FileRefused, FileTooBig

SCRIPT = b"<script>alert(1)</script>"


def short(value):
    """A name for a case: its bytes differ between two runs, and xdist compares names."""
    return value if isinstance(value, str) else "file"


def upload(content, name="notice.jpg", declared="image/jpeg"):
    return SimpleUploadedFile(name, content, declared)


def picture(kind="JPEG", size=(40, 30), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **options)
    return out.getvalue()


def pdf(pages=1, change=None, **options):
    out = io.BytesIO()
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    document.save(out, **options)
    return out.getvalue()


def png_of(width, height):
    """A small file that unpacks to many pixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# --- what is let in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (picture(), "notice.jpg", "image/jpeg"),
        (picture(), "NOTICE.JPEG", "image/pjpeg"),
        (picture("PNG"), "面试通知.png", "image/png"),
        (picture("JPEG", mode="CMYK"), "scan.jpg", "image/jpeg"),
        (picture("PNG", mode="I;16"), "scan.png", "image/png"),
        (picture("PNG", mode="RGBA"), "scan.png", "image/png"),
        (pdf(pages=3), "offer.pdf", "application/pdf"),
        (pdf(pages=50), "offer.pdf", "application/pdf"),
    ],
    ids=short,
)
def test_an_honest_file_is_rebuilt_and_reads_as_its_type(content, name, declared):
    clean = uploads.rebuild(upload(content, name, declared))

    assert clean.content_type == uploads.agreed_type(
        f"file{clean.extension}", clean.content_type, clean.content
    )


def test_a_picture_stands_upright_although_its_orientation_is_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    clean = uploads.rebuild(upload(picture(size=(40, 30), exif=exif)))

    assert Image.open(io.BytesIO(clean.content)).size == (30, 40)


def test_an_opening_page_is_no_action_and_is_dropped():
    def open_at_page_one(document):
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    clean = uploads.rebuild(upload(pdf(change=open_at_page_one), "a.pdf", "application/pdf"))

    assert b"OpenAction" not in clean.content


# --- what is left behind ----------------------------------------------------------------------------


def jpeg_with_gps():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (36.0, 48.0, 0.0)
    exif[0x010E] = "SECRET-PLACE"
    return picture(exif=exif)


def png_with_text_and_profile():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    return picture("PNG", pnginfo=text, icc_profile=b"SECRET-PROFILE")


@pytest.mark.parametrize(
    ("content", "name", "declared", "hidden"),
    [
        (jpeg_with_gps(), "a.jpg", "image/jpeg", b"SECRET-PLACE"),
        (picture(comment=SCRIPT), "a.jpg", "image/jpeg", SCRIPT),
        (picture() + SCRIPT, "a.jpg", "image/jpeg", SCRIPT),
        (png_with_text_and_profile(), "a.png", "image/png", b"iCCP"),
        (png_with_text_and_profile(), "a.png", "image/png", b"tEXt"),
        (picture("PNG") + SCRIPT, "a.png", "image/png", SCRIPT),
        (pdf() + SCRIPT, "a.pdf", "application/pdf", SCRIPT),
    ],
    ids=short,
)
def test_nothing_but_what_is_seen_survives(content, name, declared, hidden):
    assert hidden in content, "the hostile file must carry what we look for"

    clean = uploads.rebuild(upload(content, name, declared))

    assert hidden not in clean.content
    assert b"Exif" not in clean.content


def test_the_authors_name_is_gone_from_a_pdf():
    def sign(document):
        document.docinfo["/Author"] = "SECRET-AUTHOR"
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = ["SECRET-AUTHOR"]

    clean = uploads.rebuild(upload(pdf(change=sign), "a.pdf", "application/pdf"))

    with pikepdf.open(io.BytesIO(clean.content)) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root


# --- what is refused --------------------------------------------------------------------------------


def run_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def hide_script_in_a_link(document):
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"),
    )
    document.pages[0].Annots = pikepdf.Array([link])


def launch(document):
    document.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
            )
        ]
    )


def attach(document):
    document.attachments["virus.exe"] = b"MZ"


def act_on_opening_a_page(document):
    document.pages[0].AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")
    )


GIF_WITH_SCRIPT = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ANIMATED = io.BytesIO()
Image.new("RGB", (8, 8), "red").save(
    ANIMATED, "PNG", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")]
)
AS_PDF = ("a.pdf", "application/pdf")


@pytest.mark.parametrize(
    ("content", "name", "declared", "code"),
    [
        (GIF_WITH_SCRIPT, "a.jpg", "image/jpeg", "file_type"),
        (GIF_WITH_SCRIPT, "a.gif", "image/gif", "file_type"),
        (SVG, "a.svg", "image/svg+xml", "file_type"),
        (SVG, "a.png", "image/png", "file_type"),
        (b"<!doctype html>" + SCRIPT, "a.jpg", "image/jpeg", "file_type"),
        (picture("PNG"), "a.jpg", "image/jpeg", "file_type"),
        (picture(), "a.jpg", "text/html", "file_type"),
        (picture(), "a.jpg.html", "image/jpeg", "file_type"),
        (picture(), "a", "image/jpeg", "file_type"),
        (b"", "a.jpg", "image/jpeg", "file_type"),
        (picture(size=(400, 300))[:400], "a.jpg", "image/jpeg", "file_damaged"),
        (b"\xff\xd8\xff" + b"\0" * 99, "a.jpg", "image/jpeg", "file_damaged"),
        (picture("PNG")[:60], "a.png", "image/png", "file_damaged"),
        (png_of(12_000, 12_000), "a.png", "image/png", "picture_large"),
        (png_of(8_000, 6_000), "a.png", "image/png", "picture_large"),
        (png_of(60_000, 60_000), "a.png", "image/png", "picture_large"),
        (ANIMATED.getvalue(), "a.png", "image/png", "picture_moves"),
        (pdf(change=run_script), *AS_PDF, "pdf_active"),
        (pdf(change=hide_script_in_a_link), *AS_PDF, "pdf_active"),
        (pdf(change=launch), *AS_PDF, "pdf_active"),
        (pdf(change=attach), *AS_PDF, "pdf_active"),
        (pdf(change=act_on_opening_a_page), *AS_PDF, "pdf_active"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), *AS_PDF, "pdf_locked"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="")), *AS_PDF, "pdf_locked"),
        (pdf(pages=51), *AS_PDF, "pdf_long"),
        (pdf(pages=5)[:300], *AS_PDF, "file_damaged"),
        (b"%PDF-1.7\n" + SCRIPT, *AS_PDF, "file_damaged"),
    ],
    ids=short,
)
def test_a_wrong_or_hostile_file_is_refused_with_its_reason(content, name, declared, code):
    with pytest.raises(FileRefused) as refusal:
        uploads.rebuild(upload(content, name, declared))

    assert refusal.value.code == code
    assert str(refusal.value)


def test_ten_megabytes_are_let_in_and_one_byte_more_is_not():
    full = picture() + b"\0" * (uploads.MAX_BYTES - len(picture()))
    uploads.rebuild(upload(full))

    with pytest.raises(FileTooBig):
        uploads.rebuild(upload(full + b"\0"))


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\docs\\面试.jpg", "面试.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("x\"y'\r\nSet-Cookie: z.jpg", "xySet-Cookie z.jpg"),
        ("evil\u202egpj.exe.jpg", "evilgpj.exe.jpg"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_a_name_is_only_ever_shown(raw, shown):
    assert uploads.display_name(raw) == shown


def test_a_long_name_keeps_its_extension():
    shown = uploads.display_name("长" * 300 + ".pdf")

    assert len(shown) == uploads.MAX_NAME
    assert shown.endswith(".pdf")
