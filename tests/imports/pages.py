"""The way of a file through the pages, as somebody at the keys goes it."""

import csv
import io
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from recruitment.imports.models import Import
from tests.exchange.sheets import HEADINGS


def sheet(rows, *, headings=HEADINGS, name="autumn-fair.csv", encoding="utf-8-sig"):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    for one in rows:
        writer.writerow([one.get(heading, "") for heading in headings])
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


def upload(client, file, *, token=None) -> Import:
    answer = client.post("/imports/", {"file": file, "token": token or uuid4()})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get(pk=int(answer.url.split("/")[2]))


def match(client, source: Import, **changed):
    """Sends the page of columns as it came, with what is changed: {heading: field}."""
    page = client.get(f"/imports/{source.pk}/columns/")
    form = page.context["form"]
    data = {"version": page.context["version"]}
    data |= {
        name: changed.pop(name, "")
        for name in ("remember", "intake", "result", "is_headless", "is_nameless")
    }
    if "sheets" in form.fields:
        data["sheets"] = changed.pop("sheets", form.fields["sheets"].initial)
    for heading, box in form.rows():
        data[box.html_name] = changed.get(heading.text, heading.field)
    return client.post(f"/imports/{source.pk}/columns/", data)


def checked(client, rows, **options) -> Import:
    """A file uploaded and matched, its rows on the page."""
    source = upload(client, sheet(rows, **options))
    match(client, source)
    source.refresh_from_db()
    return source


def mend(client, source: Import, of: str, **said):
    """Answers the repair about that value."""
    source.refresh_from_db()
    repairs = source.found["repairs"]
    number = next(one["number"] for one in repairs if one["value"] == of)
    return client.post(
        f"/imports/{source.pk}/rows/mend/",
        {"version": source.version, "repair": number, "do": "use", **said},
    )


def decide(client, source: Import, number: int, said: str):
    source.refresh_from_db()
    row = source.rows.get(number=number)
    return client.post(
        f"/imports/{source.pk}/rows/decide/", {"version": source.version, f"d{row.pk}": said}
    )


def run(client, source: Import):
    source.refresh_from_db()
    answer = client.post(f"/imports/{source.pk}/run/", {"version": source.version})
    source.refresh_from_db()
    return answer
