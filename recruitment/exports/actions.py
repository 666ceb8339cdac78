"""What is done with exported files: asked for, made by a job, forgotten after a day."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from centre.templatetags.cohort import moment
from centre.web import jobs
from centre.web.refusal import Refused
from recruitment.archive.pack import pack, size_of
from recruitment.assessment.decisions import Decision
from recruitment.assessment.results import sealed_for
from recruitment.candidates.models import Candidate
from recruitment.exports import dossier
from recruitment.exports.beside import Beside
from recruitment.exports.listed import Asked, Listed
from recruitment.exports.lists import LISTS
from recruitment.exports.models import KEPT_FOR, PART, ExportFile, ExportPart
from recruitment.exports.often import count_one
from recruitment.exports.writing import WRITERS

CENTRE, DOSSIER = "centre", "dossier"  # all of it; all of one person
logger = logging.getLogger(__name__)
REMEMBERED_FOR = timedelta(days=30)
Told = Callable[[int], None]


class Busy(Refused):
    """Another file of the asker is being made: `file`."""

    def __init__(self, file: ExportFile):
        super().__init__(
            _("“%(name)s” is still being made for you. One at a time.") % {"name": file}
        )
        self.file = file


def action_of(what: str) -> str:
    """The action of the policy that lets somebody have such a file."""
    return {CENTRE: "export_centre", DOSSIER: "export_dossier"}.get(what, "export_lists")


def about(file: ExportFile) -> Model:
    """The row the audit log has the file under."""
    return file.candidate or file.centre


def came_from(file: ExportFile) -> str:
    """The address of the page it was asked for on."""
    if file.what == CENTRE:
        return reverse("recruitment:centre-export")
    if file.what == DOSSIER:
        return reverse("recruitment:candidate-dossier", args=[file.candidate_id])
    return f"{reverse('recruitment:list-export', args=[file.what])}?{file.query}"


def file_name(centre: Centre, what: str, form: str) -> str:
    return f"{centre.slug}-{what}-{centre.today()}.{form}"


def ask_for_list(
    listed: Listed, what: str, form: str, query: QueryDict, *, centre: Centre, by: User
) -> ExportFile:
    """The file of that list, to be made by a job. Raises Busy."""
    wanted = ExportFile(
        what=what, query=query.urlencode(), form=form, name=file_name(centre, what, form),
        title=listed.title, narrowed=listed.narrowed, rows=listed.rows, people=listed.people,
    )  # fmt: skip
    return ask(wanted, centre=centre, by=by)


def ask_for_centre(centre: Centre, *, by: User) -> ExportFile:
    """Everything of that centre in one file. Raises Busy, and Refused while a scorecard is sealed
    or a decision closed to the asker: a file without it would not be the whole centre."""
    _insist_all_is_open(centre, by)
    name = file_name(centre, CENTRE, "zip")
    wanted = ExportFile(what=CENTRE, form="zip", name=name, title=_("Whole centre"))
    return ask(wanted, centre=centre, by=by)


def _insist_all_is_open(centre: Centre, user: User) -> None:
    """Every scorecard and decision is in the file, so each must be one the asker may read."""
    _insist_on_decisions(centre, user)
    sealed = sealed_for(user, centre, now=timezone.now())
    if not sealed:
        return
    words = ngettext(
        "The scorecards of %(n)d interview are sealed to you, and they would be in the file.",
        "The scorecards of %(n)d interviews are sealed to you, and they would be in the file.",
        len(sealed),
    )
    due = [one.due_at for one in sealed if one.due_at]
    until = _("The last are due %(due)s.") % {"due": moment(max(due))} if due else ""
    raise Refused(f"{words % {'n': len(sealed)}} {until}".strip())


def _insist_on_decisions(centre: Centre, user: User) -> None:
    every = Decision.objects.filter(application__centre=centre).order_by()
    closed = every.exclude(pk__in=Decision.objects.visible_to(user).order_by().values("pk"))
    if n := closed.values("application").distinct().count():
        words = ngettext(
            "The committee decisions about %(n)d application are closed to you, and they would be "
            "in the file. Somebody else has to export the centre.",
            "The committee decisions about %(n)d applications are closed to you, and they would be "
            "in the file. Somebody else has to export the centre.",
            n,
        )
        raise Refused(words % {"n": n})


def ask_for_dossier(person: Candidate, *, by: User) -> ExportFile:
    """The PDF of one person; its name tells their number alone. Raises Busy."""
    centre = person.centre
    wanted = ExportFile(
        what=DOSSIER, form="pdf", name=file_name(centre, f"{DOSSIER}-{person.pk}", "pdf"),
        title=(_("Dossier of %(name)s") % {"name": person})[:200], candidate=person,
        query=f"candidate={person.pk}", rows=1, people=1,
    )  # fmt: skip
    return ask(wanted, centre=centre, by=by)


@transaction.atomic
def ask(wanted: ExportFile, *, centre: Centre, by: User) -> ExportFile:
    """Queue `wanted`; the same file asked for twice is made once. Raises Busy and TooOften."""
    # Two buttons pressed at once are served one after the other.
    User.objects.select_for_update().get(pk=by.pk)
    forget(timezone.now())
    unmade = list(ExportFile.objects.on_their_way(by))
    wanted.centre, wanted.asked_by = centre, by
    same = [file for file in unmade if file.asks_as(wanted)]
    going = waiting(unmade)
    if found := next((file for file in same if file in going), None):
        return found
    jobs_now = jobs.standings(file.job for file in going)
    for file in going:
        # What is tried again later keeps nobody from another file meanwhile.
        if jobs_now[file.job].again_at is None:
            raise Busy(file)
    for file in same:
        # Nobody makes it any more, else both were made once a worker comes.
        if not jobs.take_out(file.job):
            return file
    count_one(by)
    wanted.save()
    wanted.job = jobs.start(make_file, file_id=wanted.pk)
    # A job that ran at once has written the row meanwhile: only this field is ours.
    wanted.save(update_fields=["job"])
    wanted.refresh_from_db()
    return wanted


def ask_again(file: ExportFile, *, by: User) -> ExportFile:
    """The same file anew, where this one failed. Raises Busy, TooOften and Refused."""
    if file.made_at or is_waiting(file):
        return file
    if file.what == CENTRE:
        return ask_for_centre(file.centre, by=by)
    if file.candidate:
        return ask_for_dossier(file.candidate, by=by)
    wanted = ExportFile(
        what=file.what, query=file.query, form=file.form, title=file.title,
        narrowed=file.narrowed, rows=file.rows, people=file.people,
        name=file_name(file.centre, file.what, file.form),
    )  # fmt: skip
    return ask(wanted, centre=file.centre, by=by)


def is_waiting(file: ExportFile) -> bool:
    return bool(waiting([file]))


def waiting(files: Iterable[ExportFile]) -> list[ExportFile]:
    """Those that may still come: not made, not refused, their job not failed for good."""
    may = [one for one in files if not (one.made_at or one.failed_at)]
    told = jobs.standings(one.job for one in may)
    return [one for one in may if told[one.job].may_come(one.asked_at)]


@jobs.job
def make_file(file_id: int) -> None:
    """Make the file of that id; a second run finds it made and does nothing.

    What it raises the queue remembers, and whether it is run again (`centre.web.jobs`): a database
    that is full or away could not be told here.
    """
    rows = ExportFile.objects.select_related("centre", "asked_by", "candidate")
    file = rows.filter(pk=file_id, made_at=None).first()
    if file is None:
        return
    zone, language = file.centre.zone, file.asked_by.language
    try:
        with timezone.override(zone), translation.override(language), TemporaryFile() as out:
            _insist(file)
            _maker(file)(file, out, lambda n: _go_on(file, n))
            _insist(file)
            _keep(file, out)
    except Refused as refusal:
        _fail(file, str(refusal))
        return
    jobs.start_at(file.expires_at or timezone.now(), forget_files)
    _say_it_is_ready(file)


def _maker(file: ExportFile) -> Callable[[ExportFile, IO[bytes], Told], None]:
    return {CENTRE: _write_centre, DOSSIER: _write_dossier}.get(file.what, _write_list)


def _write_centre(file: ExportFile, out: IO[bytes], _told: Told) -> None:
    """Said beside the snapshot it is read in, in which nothing can be written."""
    _insist_all_is_open(file.centre, file.asked_by)
    file.rows = size_of(file.centre)
    file.save(update_fields=["rows"])
    manifest = pack(file.centre, out, Beside(file))
    rows = {one["table"]: one["rows"] for one in manifest["tables"]}
    file.rows, file.people = sum(rows.values()), rows["recruitment.Candidate"]


def _write_list(file: ExportFile, out: IO[bytes], told: Told) -> None:
    """The list as it is now, to who asked for it."""
    try:
        asked = Asked(file.asked_by, file.centre)
        listed = LISTS[file.what].read(QueryDict(file.query), asked)
    except Http404 as gone:
        raise Refused(_("What the list was narrowed by is no longer there.")) from gone
    file.rows, file.people = listed.rows, listed.people
    WRITERS[file.form](listed, out, told)


def _write_dossier(file: ExportFile, out: IO[bytes], _told: Told) -> None:
    person = Candidate.objects.visible_to(file.asked_by).filter(pk=file.candidate_id).first()
    if person is None:
        raise Refused(_("This candidate is no longer yours to see."))
    out.write(dossier.pdf(dossier.read(person, file.asked_by)))


def _insist(file: ExportFile) -> None:
    """Whoever lost the right since they asked gets nothing. Asked anew: roles are kept a while."""
    user = User.objects.get(pk=file.asked_by_id)
    if not (user.is_active and may(user, action_of(file.what), file.centre_id)):
        raise Refused(_("You may no longer export this: your role in the centre has changed."))


def _go_on(file: ExportFile, done: int) -> None:
    """Say how far it is, and stop if the asker may no longer have it."""
    _insist(file)
    file.done = done
    file.save(update_fields=["done"])


@transaction.atomic
def _keep(file: ExportFile, out: IO[bytes]) -> None:
    """All of it or nothing; of two workers who made it, the second finds it kept."""
    held = ExportFile.objects.select_for_update().get(pk=file.pk)
    if held.made_at:
        file.expires_at = held.expires_at
        return
    file.size = out.seek(0, 2)
    out.seek(0)
    number = 0
    while content := out.read(PART):
        ExportPart.objects.create(file=file, number=number, content=content)
        number += 1
    file.made_at = timezone.now()
    file.expires_at, file.failed_at, file.problem = file.made_at + KEPT_FOR, None, ""
    file.done = file.rows
    file.save()


def _fail(file: ExportFile, problem: str) -> None:
    """For good: the same would be refused again."""
    file.failed_at, file.problem = timezone.now(), problem
    file.save(update_fields=["failed_at", "problem"])


@jobs.job
def forget_files() -> None:
    forget(timezone.now())


def forget(now: datetime) -> None:
    """Delete what is kept no longer; that it was asked for is remembered for a month."""
    ExportPart.objects.filter(file__expires_at__lte=now).delete()
    ExportFile.objects.filter(asked_at__lte=now - REMEMBERED_FOR).delete()


def _say_it_is_ready(file: ExportFile) -> None:
    """By e-mail to who asked for it, in their language. The file is made, mail or no mail."""
    with translation.override(file.asked_by.language):
        subject = _("The file is ready: %(name)s") % {"name": file.name}
        text = _("The file you asked for is made, and kept for a day. Download it here:\n%(page)s")
        page = f"{settings.SITE_URL}{file.get_absolute_url()}"
        try:
            send_mail(subject, text % {"page": page}, None, [file.asked_by.email])
        except Exception:
            # An unreachable mail server says so in many ways, and none of them unmakes the file.
            logger.exception("The e-mail about exported file %s was not sent.", file.pk)
