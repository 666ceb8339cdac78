"""Exported files, read again."""

import csv
import io

from openpyxl import load_workbook


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def lines(response) -> list[list[str]]:
    """Rows of a CSV, its byte-order mark taken off."""
    text = body(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def cells(response):
    """Rows of a workbook's cells."""
    return list(load_workbook(io.BytesIO(body(response))).worksheets[0].iter_rows())
