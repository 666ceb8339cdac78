"""Everything one person reads by GET: pages, files, the API, their calendar; and lists they take
out as files."""

import io
import re
import zipfile

from django.contrib import admin
from django.urls import reverse
from pypdf import PdfReader

from centre.accounts.models import User
from centre.accounts.tokens import Scope
from recruitment.exports.lists import LISTS
from tests.factories import make_token
from tests.role_matrix import API, MATRIX, NEVER, OTHER_WAY
from tests.test_role_matrix import url_of
from tests.working import work

TABS = ("activity", "scorecards", "documents", "emails", "details")
MORE = {
    "candidate": [f"?tab={one}" for one in TABS],
    # By its beginning: a page may show what was typed, and that is no leak.
    "candidates": ["?q=canaryn", "?says=fluorescence", "?cols=email.next.nationality.owner.silent"],
    "funding": ["?rate=pledged"],
}


def account_of(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def read(client, rows, user=None, only=""):
    """{address: what it says} of all that this person gets, or of the pages whose names begin as
    the pattern `only` has it; `user` is None for a stranger."""
    found = {}
    for url in pages(rows, only):
        found[url] = said(client.get(url))
    if user is not None and user.held:
        found |= by_programs(client, rows, user)
    for what in LISTS:
        for form in ("csv", "xlsx"):
            url = reverse("recruitment:list-export", args=[what])
            found[f"{url} {form}"] = said(client.post(url, {"form": form}))
    return {url: text for url, text in found.items() if text}


def pages(rows, only):
    for name, (arguments, to_read, _write) in MATRIX.items():
        if to_read in (OTHER_WAY, NEVER) or not re.match(only, name):
            continue
        url = url_of(name, arguments, rows)
        yield url
        yield from (url + more for more in MORE.get(name, ()))


def by_programs(client, rows, user):
    headers = {"Authorization": f"Bearer {make_token(user)[1]}"}
    found = {}
    for name, (arguments, *_declared) in API.items():
        if name != "schema":
            kwargs = {key: rows[of] for key, of in arguments.items()}
            url = reverse(f"api:{name}", kwargs=kwargs)
            found[url] = said(client.get(url, headers=headers))
    _token, secret = make_token(user, Scope.CALENDAR)
    found["calendar"] = said(client.get(reverse("recruitment:calendar", args=[secret])))
    return found


def said(answer):
    """What an answer says, its headers included; "" of one that was refused."""
    if answer.status_code != 200:
        return ""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/pdf"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif "spreadsheetml" in kind or kind == "application/zip":
        book = zipfile.ZipFile(io.BytesIO(content))
        text = "".join(book.read(part).decode(errors="replace") for part in book.namelist())
    else:
        text = content.decode(errors="replace")
    return text + str(answer.headers)


def made_by_a_job(client, address, form=""):
    """What the file says that is asked for there and made by a worker; "" where none is."""
    asked = client.post(address, {"form": form})
    work()
    if asked.status_code != 302 or not asked.url.startswith("/exports/"):
        return ""
    return said(client.get(f"{asked.url}file/"))


def in_admin(client, rows, only=""):
    """{address: what it says} of the administration of this app: each list, and of each table the
    row that `rows` names or the newest, with its log; or of the tables whose names begin as the
    pattern `only` has it."""
    found = {}
    for model, site in admin.site._registry.items():
        name = model._meta.model_name
        if model._meta.app_label == "recruitment" and re.match(only, name):
            for page, *args in admin_pages(model, site, rows.get(name)):
                url = reverse(f"admin:recruitment_{name}_{page}", args=args)
                found[url] = said(client.get(url))
    return {url: text for url, text in found.items() if text}


def admin_pages(model, site, pk):
    yield ("changelist",)
    if site.may_add:
        yield ("add",)
    if pk := pk or model._base_manager.order_by("pk").values_list("pk", flat=True).last():
        yield "change", pk
        yield "auditlog", pk
