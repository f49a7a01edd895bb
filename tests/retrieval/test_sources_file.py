from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from retrieval.sources import apart, file, formats
from retrieval.sources.file import extract
from retrieval.sources.formats import Extracted, ExtractionError, read_pdf

PAGE = """\
<html><head><title>Northland caps wafers</title>
<meta property="og:site_name" content="The Harbour Gazette">
<meta name="author" content="Mira Lund">
<meta property="article:published_time" content="2021-03-04T08:00:00Z">
</head><body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article>
<h1>Northland caps wafers</h1>
<p>Northland's trade ministry capped exports of graphene wafers at 12,000 a year on Thursday.</p>
<p>The cap does not apply to wafers for hospitals, the ministry said in a long statement that it
published in the evening, and it will be reviewed every year by a committee of both houses.</p>
</article><footer>All rights reserved.</footer></body></html>
"""


def pdf(*pages: str) -> bytes:
    """Return a PDF whose pages show `pages` in Helvetica; an empty text makes an empty page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        stream = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1") if text else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * i)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
        (b"\xef\xbb\xbf---\ntitle: A\n---\nB", "---\ntitle: A\n---\nB"),
        ("Ünïcödé 中文 🎉".encode(), "Ünïcödé 中文 🎉"),
        (b"", ""),
    ],
)
def test_text_and_markdown_come_with_plain_line_ends(
    tmp_path: Path, data: bytes, text: str
) -> None:
    for name in ("a.txt", "a.md", "A.MARKDOWN"):
        assert extract(written(tmp_path, name, data)) == Extracted(text, may_have_front_matter=True)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"caf\xe9 au lait", "not UTF-8 text \\(byte 3\\)"),
        ("Text".encode("utf-16"), "not UTF-8"),
        (b"Nul \x00 byte", "NUL bytes"),
        ("Text".encode("utf-16-le"), "NUL bytes"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    for name in ("a.txt", "a.md", "a.html"):
        with pytest.raises(ExtractionError, match=reason):
            extract(written(tmp_path, name, data))


def test_html_gives_the_article_and_what_the_page_says_of_it(tmp_path: Path) -> None:
    found = extract(written(tmp_path, "a.html", PAGE.encode()))
    assert "12,000 a year" in found.text
    assert "Sport" not in found.text
    assert "rights reserved" not in found.text
    assert (found.title, found.author) == ("Northland caps wafers", "Mira Lund")
    assert (found.publisher, found.published) == ("The Harbour Gazette", "2021-03-04")
    assert not found.may_have_front_matter


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<html><body><script>x()</script></body></html>", "<<<>>>"]
)
def test_html_without_an_article_is_refused(tmp_path: Path, page: str) -> None:
    with pytest.raises(ExtractionError, match="no article text"):
        extract(written(tmp_path, "a.htm", page.encode()))


def test_pdf_gives_the_text_of_its_pages_and_its_title(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", pdf("The cap is 12,000 wafers.", "It holds until 2033."))
    assert extract(path) == Extracted("The cap is 12,000 wafers.\n\nIt holds until 2033.")
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.add_metadata({"/Title": "The cap"})
    writer.write(path)
    assert extract(path).title == "The cap"


def test_pdf_that_gives_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExtractionError, match="no text layer"):
        extract(written(tmp_path, "scan.pdf", pdf("", "")))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf("Secret."))))
    writer.encrypt("word", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(ExtractionError, match="encrypted"):
        extract(tmp_path / "locked.pdf")
    monkeypatch.setattr(formats, "MOST_PAGES", 2)
    with pytest.raises(ExtractionError, match="over 2 pages"):
        read_pdf(pdf("One.", "Two.", "Three."))


def endless() -> bytes:
    """Return a small PDF whose 500 pages all show nothing 100,000 times."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(*["The cap."] * 500))))
    words = StreamObject()
    words.set_data(b"BT /F1 12 Tf 72 720 Td " + b"() Tj " * 100_000 + b"ET")
    shared = writer._add_object(words.flate_encode())
    for page in writer.pages:
        page[NameObject("/Contents")] = shared
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_takes_too_long_or_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless_pdf = written(tmp_path, "endless.pdf", endless())
    assert endless_pdf.stat().st_size < 200_000
    rows = "<tr><td>cap</td></tr>" * 100_000
    long_html = written(tmp_path, "long.html", f"<table>{rows}</table>".encode())
    monkeypatch.setattr(apart, "MOST_SECONDS", 2)
    for path in (endless_pdf, long_html):
        with pytest.raises(ExtractionError, match=r"takes over 2 s; save its text as Markdown"):
            extract(path)


def test_a_reader_that_dies_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(ExtractionError, match="the PDF can't be read, or takes too much memory"):
        extract(written(tmp_path, "a.pdf", pdf("The cap.")))


def test_long_html_is_read_apart_as_short_html_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.html", PAGE.encode())
    at_once = extract(path)
    monkeypatch.setattr(file, "SHORT_HTML", 10)
    assert extract(path) == at_once


@given(cut=st.integers(0, 700), junk=st.binary(max_size=20))
@settings(deadline=None)
def test_a_broken_pdf_is_refused_or_read_but_never_crashes(cut: int, junk: bytes) -> None:
    whole = pdf("The cap is 12,000 wafers.")
    try:
        assert read_pdf(whole[:cut] + junk + whole[cut + len(junk) :]).text.strip()
    except ExtractionError as error:
        assert str(error)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    for name in ("a.md", "a.pdf", "a.html"):
        with pytest.raises(OSError, match="No such file"):
            extract(tmp_path / name)
