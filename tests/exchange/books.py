"""Workbooks made by hand, so that they can be as old, odd and hostile as any that are sent."""

import io
import struct
import zipfile

import openpyxl

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def workbook(*tabs):
    """The bytes of an XLSX with these (title, rows) tabs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tabs:
        tab = book.create_sheet(title)
        for cells in rows:
            tab.append(cells)
    return saved(book)


def tracker():
    """An office's own workbook: a tab an intake, titles and merged headings above the table, totals
    below it, a column and a tab that are hidden."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Please do not sort!"])
    people = {
        "2024 intake": [
            ["DUBOIS, Camille", "camille@example.org", "3.7", "PhD", "Enrolled", "02/09/2024"],
            ["YIP, Ka-yan", "kayan@example.org", "3.9", "Ph.D.", "REJ", "05/02/2024"],
            ["ROE, Jo", "jo@example.org", "", "博士", "W/L", "TBC"],
        ],
        "2025 intake": [
            ["ROE, Jo", "JO@example.org ", "", "PhD", "Offer made", "14/03/2025"],
            ["QUIST, Per", "mailto:per@example.org", "4", "Doctoral", "I/V done", "2 Apr 2025"],
        ],
    }
    for title, rows in people.items():
        tab = book.create_sheet(title)
        tab.append([f"Doctoral recruitment - {title}"])
        tab.append(["", "Applicant", "", "", "Outcome"])
        tab.merge_cells("E2:F2")
        tab.append(["Name 姓名", "E-mail", "GPA", "Programme", "Decision", "Date of decision"])
        for cells in rows:
            tab.append(cells)
        tab.append([])
        tab.append(["Total", len(rows)])
        tab.column_dimensions["C"].hidden = True
    old = book.create_sheet("old list (do not use)")
    old.append(["Name", "E-mail"])
    old.append(["NOBODY, Else", "nobody@example.org"])
    old.sheet_state = "hidden"
    return book


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def box(parts: dict) -> bytes:
    """A packed file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def raw_workbook(cells: str, *, above="", about="", parts=()) -> bytes:
    """An XLSX of one sheet whose XML is given: what stands in sheetData, and above it."""
    return box(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PARTS}"><Relationship Id="rId1" '
            f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELS}">{about}<sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PARTS}"><Relationship '
            f'Id="rId1" Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}>{above}<sheetData>{cells}"
            "</sheetData></worksheet>",
            **dict(parts),
        }
    )


def ods(cells: str, parts=(), title="A") -> bytes:
    """An ODS of one table whose rows are given as XML."""
    return box(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {_ODF}><office:body><office:spreadsheet>"
            f'<table:table table:name="{title}">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            **dict(parts),
        }
    )


def xls(rows, *, epoch=1900, password=False) -> bytes:
    """A workbook of Excel 97: texts and numbers, which are days in the second column."""

    def record(number, data=b""):
        return struct.pack("<HH", number, len(data)) + data

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if password:
        start += record(0x2F, struct.pack("<HHH", 0, 0x1234, 0x5678))
    start += record(0x22, struct.pack("<H", epoch == 1904))
    for form in (0, 14):  # plain, and m/d/yy
        start += record(0xE0, struct.pack("<HHH", 0, form, 0) + bytes(14))
    end = record(0x0A)
    at = len(start) + 13 + len(end)  # the sheet follows its own announcement
    start += record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"A") + end
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    for y, cells in enumerate(rows):
        for x, value in enumerate(cells):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += record(0x204, struct.pack("<HHH", y, x, 0) + text)
            else:
                sheet += record(0x203, struct.pack("<HHHd", y, x, int(x == 1), value))
    return _contained(start + sheet + end, "Workbook")


def encrypted() -> bytes:
    """What a spreadsheet program makes of an XLSX when it is given a password."""
    return _contained(b"\x8f" * 5000, "EncryptedPackage")


def _contained(stream: bytes, name: str) -> bytes:
    """A compound file with one stream, large enough to stand in sectors of its own."""
    stream += bytes(max(4096 - len(stream), -len(stream) % 512))
    sectors = len(stream) // 512
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [table, end, *range(3, 2 + sectors), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(called, kind, child, start, size):
        text = called.encode("utf-16-le").ljust(64, b"\0")
        length = 2 * len(called) + 2 if called else 0
        return text + struct.pack(
            "<HBBIII16xI16xIQ", length, kind, 1, free, free, child, 0, start, size
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    directory += entry("", 0, free, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0,
                          end, 0, 0)  # fmt: skip
    return header + struct.pack("<108I", *[free] * 108) + fat + directory + stream
