"""A PDF of one page a sentence, without a library: for invented documents and for tests."""


def pdf(*texts: str) -> bytes:
    """The smallest PDF that shows each of `texts` on a page. Letters outside Latin-1 become “?”."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(texts)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, text in enumerate(texts):
        body = _shown(text)
        page = "/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        parts.append(f"<</Type/Page{page}/Contents {5 + 2 * n} 0 R>>")
        parts.append(f"<</Length {len(body)}>>stream\n{body}\nendstream")
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return out.encode("latin-1", "replace")


def _shown(text: str) -> str:
    text = text.encode("latin-1", "replace").decode("latin-1")
    for letter in "\\()":
        text = text.replace(letter, f"\\{letter}")
    return f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET"
