"""A whole centre leaves in one file, and comes back into an empty installation unchanged."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from centre.accounts.models import Membership, User
from recruitment.archive import unpack
from recruitment.archive.belongings import (
    CARRIED,
    LEFT_BEHIND,
    LOGGED,
    SECRETS,
    carried_fields,
    carried_models,
)
from recruitment.archive.pack import pack
from recruitment.archive.unpack import BadArchive, load
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.demo.paper import pdf
from recruitment.documents import store, texts
from recruitment.documents.models import StoredFile
from recruitment.documents.waiving import waive
from recruitment.duplicates.merging import Choice, merge
from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.models import Destination
from recruitment.enrolment.standing import Said
from recruitment.imports import actions as imports
from recruitment.messages.models import Reply
from recruitment.moves.gate import Ask, take
from recruitment.offers.lapsing import lapse_overdue
from recruitment.offers.models import Offer, OfferLetter
from recruitment.offers.reminding import remind_of_offers
from recruitment.placements.models import PlacementPlan
from recruitment.referees import asking
from recruitment.referees.models import RefereeReport
from recruitment.reports.models import ReportFile
from tests.factories import (
    give_scorecard,
    make_application,
    make_award,
    make_candidate,
    make_centre,
    make_decision,
    make_document,
    make_import,
    make_interview,
    make_ledger_entry,
    make_message,
    make_offer,
    make_placement,
    make_referee,
    make_report,
    make_started,
    make_supervision,
    make_supervisor,
    make_task,
    make_token,
    make_user,
    make_webhook,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db


def test_every_table_is_carried_or_left_behind_for_a_reason():
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True)}

    undecided = tables - set(CARRIED) - set(LEFT_BEHIND)

    assert undecided == set(), "say in recruitment/archive/belongings.py whether these are carried"
    assert set(CARRIED) | set(LEFT_BEHIND) == tables
    assert set(CARRIED) & set(LEFT_BEHIND) == set()
    assert set(SECRETS) <= set(CARRIED)


def test_every_table_whose_edits_are_logged_has_a_way_to_its_centre():
    followed = {model._meta.label for model in auditlog.get_models()}

    assert followed <= set(CARRIED) | set(LOGGED)


def tell_story(centre):
    """A centre with a row of nearly every kind, some of them odd."""
    manager = make_user("manager", centre, name="Grace Lam")
    supervisor = make_supervisor(centre, user=make_user("supervisor", centre))
    one = make_application(
        centre,
        candidate=make_candidate(centre, full_name="=Ada “Ng”", native_name="吳雅達\u2028"),
        supervisor=supervisor,
        owner=manager,
    )
    take(one, Ask("move", stage=stage(centre, "screen")), actor=manager)
    closed = make_application(centre)
    take(closed, Ask("close", reason=reason(centre, "weaker"), note="no\nroom"), actor=manager)
    _train(make_started(centre, supervisor=supervisor).enrolment.researcher, by=manager)
    _file_of(one.candidate, by=manager)
    make_task(manager, candidate=one.candidate, application=one)
    make_referee(one, letter="Excellent.\nTruly.")
    _assess(one, by=manager)
    make_ledger_entry(centre)
    _tell(one, by=manager)
    _report_and_import(centre, by=manager)
    position = centre.positions.order_by("pk")[0]
    position.areas.add(centre.areas.first() or centre.areas.create(name="Vision"))
    position.supervisors.add(supervisor)
    _offer(one, by=manager)


def _train(person, *, by):
    make_award(person)
    start = person.enrolments.get()
    CareerStep.record(start, Said("confirmed", start.started_on), by=by)
    make_supervision(start)
    make_placement(start)
    PlacementPlan.objects.create(track=start.track, share=80, months=3)
    Destination.objects.create(researcher=person, employer="Somewhere", as_of=date(2026, 10, 1))


def _file_of(person, *, by):
    EducationRecord.objects.create(candidate=person, institution="Høgskole", country="NO")
    make_document(person, "CV", content=pdf("Ada"), by=by)
    texts.read_some.call()
    kind = person.centre.document_kinds.get(name="Transcript")
    waive(person.applications.first(), kind, reason="Burned", by=by)
    Note.objects.create(candidate=person, author=by, text='Said "yes",\r\nthen no')
    person.preferred_name = "Ada"
    person.save()  # and the log says so


def _assess(one, *, by):
    centre = one.centre
    panel = make_interview(one, by, make_user("panel", centre))
    centre.criteria.create(name="Depth")
    give_scorecard(panel.panel.all()[0], Depth=4)
    make_decision(one)
    slot = centre.slots.create(starts_at=panel.starts_at)
    slot.offered_to.add(panel)
    panel.known_clashes.create(slot=slot, user=by, starts_at=slot.starts_at, ends_at=panel.ends_at)
    panel.reschedulings.create(from_at=panel.starts_at, reason="Room taken", by=by)


def _tell(one, *, by):
    file = ("a.ics", b"BEGIN:VCALENDAR\x00\xff", "application/octet-stream")
    told = make_message(one, by=by, attachments=[file])
    Reply.objects.create(
        message=told,
        sender="ada@example.org",
        text="Yes",
        mail_id=f"<{one.centre.slug}@x>",
        received_at=told.created_at,
    )


def _report_and_import(centre, *, by):
    report = make_report(centre, "2026-q1", published_by=make_user("director", centre))
    ReportFile.objects.create(
        report=report, of="x", made_at=report.published_at, content=b"%PDF\x00\xff"
    )
    source = make_import(centre, by=by)
    imports.run(source, version=source.version, by=by)


def _offer(one, *, by):
    group = one.centre.approval_groups.create(name="Board")
    group.members.add(by)
    offer = make_offer(one, by=by)
    offer.conditions.create(kind="visa")
    OfferLetter.objects.create(offer=offer, content=b"%PDF\x00\xff", made_at=offer.created_at)
    offer.application.promises.create(
        source="sponsor",
        from_month=offer.starts_on,
        to_month=offer.starts_on,
        amount=1,
        currency="HKD",
        is_accepted=False,
    )


@pytest.fixture
def story(centre):
    tell_story(centre)
    return centre


def packed(centre) -> io.BytesIO:
    out = io.BytesIO()
    pack(centre, out, lambda _rows: None)
    return out


def hashes() -> dict[str, tuple[int, str]]:
    """{table: (rows, digest of them all)} of every carried table, but for what stays by policy."""
    found = {}
    for model in carried_models():
        names = [one.attname for one in carried_fields(model)]
        rows = [repr(_plain(row)) for row in model._base_manager.order_by("pk").values_list(*names)]
        found[model._meta.label] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def _plain(row):
    return [bytes(one) if isinstance(one, memoryview) else one for one in row]


def empty_installation():
    with connection.cursor() as cursor:
        for model in [*carried_models(), *map(apps.get_model, LEFT_BEHIND)]:
            if model._meta.app_label in ("centre", "recruitment", "auditlog"):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def test_a_whole_centre_comes_back_row_for_row(story):
    before = hashes()
    file = packed(story)
    empty_installation()

    archive = load(file)

    assert hashes() == before
    assert archive.rows == {table: n for table, (n, _digest) in before.items()}
    kinds = [table for table, n in archive.rows.items() if not n]
    assert set(kinds) <= {
        "centre.PartnerInstitution", "centre.PlannedArea", "centre.ExchangeRate", "centre.CostRate",
        "centre.Supervisor_areas", "recruitment.SavedView", "recruitment.Deferral",
        "recruitment.NotSame", "recruitment.FundingBasis", "recruitment.ColumnMatch",
        "recruitment.MailText", "recruitment.Merge",
    }  # fmt: skip


def test_documents_come_back_byte_for_byte_and_a_changed_one_stops_the_load(story):
    file, key = packed(story), StoredFile.objects.get().key
    empty_installation()
    store.drop(key)

    load(file)

    with store.get(key) as content:
        assert content.read() == pdf("Ada")
    StoredFile.objects.update(sha256="0" * 64)
    file = packed(story)
    empty_installation()
    store.drop(key)
    with pytest.raises(BadArchive, match="damaged or was changed"):
        load(file)
    assert key not in set(store.every_key())
    assert not StoredFile.objects.exists()


def test_work_goes_on_after_the_last_row_and_nobody_has_a_password(story):
    root = User.objects.create_superuser("root@example.org", "x" * 12, name="Root")
    Note.objects.create(candidate=Candidate.objects.first(), author=root, text="By root")
    last = Candidate.objects.latest("pk").pk
    file = packed(story)
    empty_installation()

    load(file)

    assert make_candidate(story, full_name="New").pk > last
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_copy_writes_to_no_candidate_and_no_referee_by_the_clock(centre, manager, director):
    now = timezone.now()
    soon, over = (
        make_offer(make_application(centre, kind="decision"), by=manager, state="sent")
        for _n in range(2)
    )
    ends = {soon: now + timedelta(days=2), over: now - timedelta(minutes=1)}
    for offer, at in ends.items():
        Offer.objects.filter(pk=offer.pk).update(sent_at=now - timedelta(days=2), expires_at=at)
    letter = asking.ask(make_referee(soon.application, due_on=centre.today()), by=manager)
    RefereeReport.objects.filter(pk=letter.pk).update(asked_at=now - timedelta(days=9))
    file = packed(centre)
    empty_installation()
    mail.outbox.clear()

    load(file)
    for job in (remind_of_offers, lapse_overdue, asking.remind):
        job.call()

    over.refresh_from_db()
    outside = {letter.email, *(offer.application.candidate.email for offer in ends)}
    told = {address for sent in mail.outbox for address in sent.to}
    assert (over.state, told & outside, letter.email in outside) == ("lapsed", set(), True)
    asking.ask(letter, by=manager)  # somebody goes on from here, and so does the clock
    week = timedelta(days=9)
    RefereeReport.objects.filter(pk=letter.pk).update(
        due_on=centre.today() - week, reminded_at=now - week
    )
    asking.remind.call()
    assert [sent.to for sent in mail.outbox if sent.to == [letter.email]] == [[letter.email]] * 2


def test_of_two_centres_one_leaves_with_nothing_of_the_other(story):
    other = make_centre("other")
    tell_story(other)
    make_candidate(other, full_name="Zzcanary", email="zzcanary@example.org")
    User.objects.filter(memberships__centre=other).update(name="Zzcanary Keeper")

    with zipfile.ZipFile(packed(story)) as file:
        whole = b"".join(file.read(name) for name in file.namelist())
        log = json.loads(file.read("centre.json"))["tables"]["auditlog.LogEntry"]

    assert b"anary" not in whole
    assert log


def vanish(centre):
    """What staff take out again, each in its way, with a past in the log."""
    manager = make_user("manager", centre)
    person = make_candidate(centre, full_name="Gone", created_by=manager)
    Note.objects.create(candidate=person, author=manager, text="Called")
    degree = EducationRecord.objects.create(candidate=person, institution="Lyceum")
    kept = make_candidate(centre, full_name="Gone")
    merge(Choice(kept=kept.pk, gone=person.pk), by=manager)
    degree.delete()
    CandidateKey.refresh([Candidate.objects.get(pk=kept.pk)])
    make_webhook(centre).delete()
    make_token(manager)[0].delete()
    make_placement(make_started(centre).enrolment).delete()
    centre.agreements.get().targets.first().plan.first().delete()
    (member,) = make_interview(make_application(centre), make_user("panel", centre)).panel.all()
    member.delete()
    Membership.objects.filter(centre=centre, user=manager).get().delete()
    make_import(centre, by=manager).delete()


def log_in(file) -> set[int]:
    with zipfile.ZipFile(file) as opened:
        rows = json.loads(opened.read("centre.json"))["tables"]["auditlog.LogEntry"]
    return {row[0] for row in rows}


def logged() -> set[int]:
    ours = LogEntry.objects.filter(content_type__app_label__in=["centre", "recruitment"])
    return set(ours.values_list("pk", flat=True))


def test_every_edit_leaves_with_its_centre_and_no_other_though_what_was_edited_is_gone(story):
    other = make_centre("other")
    for centre in (story, other):
        vanish(centre)
    accounts = set(LogEntry.objects.filter(content_type__model="user").values_list("pk", flat=True))

    mine, theirs = log_in(packed(story)), log_in(packed(other))

    assert mine | theirs == logged()
    assert mine & theirs <= accounts
    kinds = LogEntry.objects.filter(pk__in=theirs, action=LogEntry.Action.DELETE)
    assert set(kinds.values_list("content_type__model", flat=True)) == {
        "candidate", "educationrecord", "webhook", "accesstoken", "placement", "plannedintake",
        "panelmember", "membership", "import",
    }  # fmt: skip


def test_a_centre_with_things_gone_goes_from_installation_to_installation_unchanged(story):
    make_centre("other")
    vanish(story)
    file = packed(story)
    empty_installation()
    load(file)
    before = hashes()
    make_centre("another")
    again = packed(story)
    empty_installation()

    load(again)

    assert hashes() == before


def test_what_an_earlier_version_did_not_tell_is_of_the_centre_that_was_there_alone(story):
    note = Note.objects.create(candidate=Candidate.objects.first(), text="Called")
    number = note.pk
    note.delete()
    other = make_centre()  # made now: of a kept one the log is as old as its first making
    late = Note.objects.create(candidate=make_candidate(other), text="Called")
    late_number = late.pk
    late.delete()
    LogEntry.objects.update(additional_data=None)

    def about(file, number):
        rows = LogEntry.objects.filter(pk__in=log_in(file), content_type__model="note")
        return rows.filter(object_id=number).count()

    assert about(packed(story), number) == 2
    assert about(packed(other), number) == 0
    assert about(packed(story), late_number) == about(packed(other), late_number) == 0


def test_the_tables_open_in_a_spreadsheet_without_formulas(story):
    with zipfile.ZipFile(packed(story)) as file:
        people = file.read("tables/recruitment.Candidate.csv").decode("utf-8")
        manifest = json.loads(file.read("manifest.json"))
        digest = hashlib.sha256(file.read("centre.json")).hexdigest()

    assert people.startswith("\ufeffid,centre_id,full_name")
    assert "'=Ada “Ng”" in people
    assert manifest["entries"]["centre.json"]["sha256"] == digest
    assert {one["table"]: one["rows"] for one in manifest["tables"]}["recruitment.Candidate"] == 4


def test_no_private_link_leaves_with_the_centre(centre):
    secret = "aB3-_" * 9
    make_message(make_application(centre), body=f"Hello http://x.example/l/{secret}/", held=True)

    with zipfile.ZipFile(packed(centre)) as file:
        whole = b"".join(file.read(name) for name in file.namelist())

    assert b"Hello http://x.example/l/" in whole
    assert secret.encode() not in whole


# ---- damaged, foreign and hostile files


def changed(file: io.BytesIO, edit) -> io.BytesIO:
    """The file with its entries as `edit` leaves them: {name: content}."""
    with zipfile.ZipFile(file) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    edit(entries)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries.items():
            new.writestr(name, content)
    return out


def signed(entries):
    """Sizes and digests made anew, as a forger would."""
    manifest = json.loads(entries["manifest.json"])
    manifest["entries"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in entries.items()
        if name != "manifest.json"
    }
    entries["manifest.json"] = json.dumps(manifest).encode()


def _flip(entries):
    entries["centre.json"] = entries["centre.json"].replace(b"Ada", b"Eve", 1)


def _lose_table(entries):
    del entries["tables/recruitment.Note.csv"]


def _lose_table_and_sign(entries):
    _lose_table(entries)
    signed(entries)


def _add(entries):
    entries["../../etc/passwd"] = b"x"


def _of_manifest(change):
    def edit(entries):
        manifest = json.loads(entries["manifest.json"])
        change(manifest)
        entries["manifest.json"] = json.dumps(manifest).encode()

    return edit


def _forge_key(entries):
    data = entries["centre.json"]
    keys = data.index(b'"recruitment.CandidateKey": [')
    entries["centre.json"] = data[:keys] + data[keys:].replace(b'"ada"', b'"eve"', 1)
    signed(entries)


def _forge_row(entries):
    entries["centre.json"] = (
        entries["centre.json"].replace(b'"\\u2028', b"").replace(b'"active"', b'"withdrawn"')
    )
    signed(entries)


def _forge_choice(entries):
    data = entries["centre.json"]
    roles = data.index(b'"centre.Membership": [')
    entries["centre.json"] = data[:roles] + data[roles:].replace(b'"manager"', b'"owner"', 1)
    signed(entries)


def _forge_length(entries):
    long = b'"' + b"x" * 5000 + b'"'
    entries["centre.json"] = entries["centre.json"].replace(b'"Somewhere"', long, 1)
    signed(entries)


def _lose_row(entries):
    first = entries["centre.json"].index(b'"recruitment.Note": [\n')
    start = first + len(b'"recruitment.Note": [\n')
    end = entries["centre.json"].index(b"]\n", start + 1)
    entries["centre.json"] = entries["centre.json"][:start] + entries["centre.json"][end + 2 :]
    signed(entries)


def _break_json(entries):
    entries["centre.json"] = entries["centre.json"].replace(b": [\n[", b": [\n[,", 1)
    signed(entries)


BAD = {
    "one letter changed": (_flip, "centre.json is damaged or was changed"),
    "a table lost": (_lose_table, "does not hold what its manifest names"),
    "a table lost, signed": (_lose_table_and_sign, "recruitment.Note"),
    "something more": (_add, "does not hold what its manifest names"),
    "a newer version": (_of_manifest(lambda m: m.update(format=2)), "newer Cohort"),
    "a newer table": (
        _of_manifest(lambda m: m["migrations"].append("recruitment.9999_more")), "newer Cohort",
    ),
    "an older version": (
        _of_manifest(lambda m: m["migrations"].remove("recruitment.0002_key_order")),
        "older Cohort, before recruitment.0002_key_order",
    ),
    "other columns": (
        _of_manifest(lambda m: m["tables"][0]["columns"].pop()), "missing or has other columns",
    ),
    "no manifest": (lambda entries: entries.pop("manifest.json"), "no manifest"),
    "somebody else's": (_of_manifest(lambda m: m.update(kind="other")), "no manifest"),
    "a state no application has": (_forge_row, "Its rows do not fit"),
    "a role there is not": (_forge_choice, "centre.Membership, row "),
    "a longer text than its field": (_forge_length, "recruitment.Destination, row "),
    "a key of somebody else": (_forge_key, "Its rows do not agree"),
    "a row lost, signed": (_lose_row, "missing or too many in recruitment.Note"),
    "no JSON": (_break_json, "not written as a whole centre is"),
}  # fmt: skip


def test_a_damaged_or_foreign_file_is_refused_with_a_sentence_and_nothing_is_loaded(story):
    """One centre for all of them: each is refused as it stands, into the same empty database."""
    file = packed(story)
    empty_installation()
    nothing = hashes()

    for name, (edit, sentence) in BAD.items():
        bad = changed(file, edit)
        with pytest.raises(BadArchive) as refused:
            load(bad)
        assert sentence in str(refused.value), name
        assert hashes() == nothing, name


def test_what_is_no_archive_is_refused(db):
    cut = io.BytesIO()
    with zipfile.ZipFile(cut, "w") as new:
        new.writestr("manifest.json", "{}" * 1000)
    for data in (b"", b"PK\x03\x04", b"Name,Email\n", cut.getvalue()[:-30]):
        with pytest.raises(BadArchive, match="damaged"):
            load(io.BytesIO(data))


def test_a_bomb_is_refused_before_it_is_unpacked(db, monkeypatch):
    monkeypatch.setattr(unpack, "SMALL", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("manifest.json", b" " * (20 << 20))

    with pytest.raises(BadArchive, match="unpack to 20 MB"):
        load(out)


def test_an_installation_with_a_row_of_its_own_is_left_alone(story):
    file = packed(story)
    before = hashes()

    with pytest.raises(BadArchive, match="not empty"):
        load(file)

    assert hashes() == before


# ---- the commands and the page


def test_the_commands_write_a_private_file_and_load_it(story, tmp_path, capsys):
    before = hashes()
    file = tmp_path / "whole.zip"

    call_command("export_centre", story.slug, str(file))
    entry = LogEntry.objects.latest("pk")
    empty_installation()
    call_command("import_centre", str(file))

    assert entry.changes["exported"] == ["", "whole.zip"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert hashes() == before
    with pytest.raises(CommandError, match="not empty"):
        call_command("import_centre", str(file))
    with pytest.raises(CommandError, match="exists already"):
        call_command("export_centre", story.slug, str(file))
