"""People, one row each; what they studied; what we wrote down; how they are found again."""

import uuid

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from centre import languages
from centre.accounts.models import Role, User
from centre.accounts.policy import (
    centres_seen_as,
    centres_seen_on_panels,
    centres_seen_whole,
    may,
)
from centre.organisation.models import Centre
from centre.web.addresses import address
from centre.web.rows import add_rows
from recruitment.candidates import addresses, names
from recruitment.candidates.checks import (
    validate_addresses,
    validate_home_pages,
    validate_orcid,
)


class CandidateQuerySet(models.QuerySet):
    def add_many(self, people, education=()):
        """Add many people at once, as `save` would one by one. No signals: a list, not an edit.

        `education`: unsaved records of these people, added with them and searched by.
        """
        add_rows([person.tidy() for person in people])
        schools: dict[int, list[str]] = {}
        for record in EducationRecord.objects.bulk_create(education, batch_size=500):
            schools.setdefault(record.candidate_id, []).append(record.institution)
        CandidateKey.add_new(people, schools)
        return people

    def visible_to(self, user):
        """Whole centres for director and manager; a supervisor's own; a panel member's; nobody for
        the others.

        A supervisor's own are those they supervise, those who applied to their positions, and
        those they added themselves (`added_by`), unless they declared a conflict of interest. A
        panel member's are those of the applications they assess (`on_panel_of`).
        """
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        applications = self._applications()
        if supervised:
            tied = applications.tied_to(user).values("candidate")
            own = Q(centre_id__in=supervised, pk__in=self._own(user))
            seen |= own & ~Q(pk__in=tied)
        on_panels = centres_seen_on_panels(user)
        if on_panels:
            assessed = applications.on_panel_of(user).values("candidate")
            seen |= Q(centre_id__in=on_panels, pk__in=assessed)
        return self.filter(seen)

    def _applications(self):
        return self.model._meta.get_field("applications").related_model.objects.order_by()

    def added_by(self, user):
        """Ids of those `user` added, also as somebody merged into them since."""
        merges = self.model._meta.get_field("merges").related_model.objects.order_by()
        added = self.model.objects.order_by().filter(created_by=user).values("pk")
        merged = merges.standing().filter(gone_added_by=user).values("kept")
        return added.union(merged)

    def _own(self, user):
        """Ids of a supervisor's own people: a union, so that each way begins at this user's rows.
        As alternatives they would be asked of everybody in the centre."""
        applications = self._applications()
        return self.model.objects.added_by(user).union(
            applications.filter(supervisor__user=user).values("candidate"),
            applications.filter(position__supervisors__user=user).values("candidate"),
        )


class Candidate(models.Model):
    """A person in a centre, whatever they applied for. Has no stage: applications have."""

    # Candidate and key: an index below begins with the centre, so it has none of its own.
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="candidates", db_index=False)
    full_name = models.CharField(_("full name"), max_length=200)
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    preferred_name = models.CharField(_("preferred name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    other_emails = models.TextField(
        _("other e-mails"), blank=True, validators=[validate_addresses], help_text=_("One a line.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    orcid = models.CharField(_("ORCID iD"), max_length=60, blank=True, validators=[validate_orcid])
    home_pages = models.TextField(
        _("home pages"), blank=True, validators=[validate_home_pages], help_text=_("One a line.")
    )
    nationality = CountryField(_("nationality (country/region)"), blank=True)
    current_place = models.CharField(_("current place"), max_length=200, blank=True)
    # Empty while nobody said: then in English, as `writes_in` has it.
    language = models.CharField(
        _("language of e-mails and letters"),
        max_length=10,
        choices=languages.NAMED,
        blank=True,
    )
    # Both or neither. Their e-mails are held, whatever brings them; see recruitment.messages.
    no_contact_on = models.DateField(_("may not be written to since"), null=True, blank=True)
    no_contact_reason = models.CharField(
        _("why they may not be written to"), max_length=200, blank=True
    )

    # The application a list shows for this person: the open one moved last, else the last.
    # Written by recruitment.moves alone.
    current = models.ForeignKey(
        "recruitment.Application",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    sort_name = models.CharField(max_length=200, editable=False, default="")
    version = models.PositiveIntegerField(default=0, editable=False)
    # A filled form carries a token, so that sending it twice makes one person.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        indexes = [
            models.Index(fields=["centre", "sort_name", "id"], name="candidate_by_name"),
            models.Index(fields=["centre", "-updated_at", "-id"], name="candidate_by_update"),
            models.Index(fields=["centre", "created_by"], name="candidate_by_creator"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="candidate_has_name",
                violation_error_message=_("Enter a name."),
            ),
            models.CheckConstraint(
                condition=Q(no_contact_on=None, no_contact_reason="")
                | ~Q(no_contact_reason="") & Q(no_contact_on__isnull=False),
                name="candidate_no_contact_says_why",
                violation_error_message=_(
                    "Say since when this person may not be written to, and why; or neither."
                ),
            ),
        ]

    def __str__(self):
        return self.full_name

    def get_absolute_url(self):
        return address("recruitment:candidate", self.pk)

    def tidy(self):
        """Bring the typed fields to one form; the keys and the order of lists follow from them."""
        for field in (
            "full_name",
            "native_name",
            "preferred_name",
            "phone",
            "current_place",
            "no_contact_reason",
        ):
            setattr(self, field, names.clean(getattr(self, field)))
        self.email = names.fold_email(self.email)
        lines = (names.fold_email(line) for line in self.other_emails.splitlines())
        self.other_emails = "\n".join(line for line in lines if line)
        self.orcid = names.fold_orcid(self.orcid) or self.orcid
        self.sort_name = names.fold(self.full_name)[:200]
        return self

    def clean(self):
        self.tidy()

    def save(self, **kwargs):
        """Save with the keys the person is found by; one way in for forms, admin and shell."""
        self.tidy()
        new = self._state.adding
        if not new and kwargs.get("update_fields") is None:
            # A row read before somebody's step or edit must not undo it.
            theirs = {"id", "current", "version"}
            kwargs["update_fields"] = [
                field.name for field in self._meta.concrete_fields if field.name not in theirs
            ]
        # Row and keys stand or fall together; a caller's own transaction falls with them.
        with transaction.atomic(savepoint=False):
            super().save(**kwargs)
            if new:
                CandidateKey.add_new([self])
            else:
                CandidateKey.refresh([self])

    def save_if(self, version: int, fields) -> bool:
        """Save `fields` of somebody who saw `version`; False, nothing written, if overtaken.

        Only these: the rest of the row (which application it shows) is not the typist's.
        """
        with transaction.atomic():
            unchanged = Candidate.objects.filter(pk=self.pk, version=version)
            before = None
            if "email" in fields:
                before = unchanged.values_list("email", flat=True).first()
            if not unchanged.update(version=models.F("version") + 1):
                return False
            self.version = version + 1
            self.save(update_fields=[*fields, "sort_name", "updated_at"])
            if before and before != self.email:
                addresses.follow(self.pk, before, self.email)
        return True

    @property
    def emails(self) -> list[str]:
        return [address for address in [self.email, *self.other_emails.splitlines()] if address]

    @property
    def writes_in(self) -> str:
        """The language they are written to in."""
        return self.language or "en"

    @property
    def home_page_list(self) -> list[str]:
        """Addresses safe to link to, whoever typed or imported them."""
        lines = (line.strip() for line in self.home_pages.splitlines())
        return [line for line in lines if line.startswith(("http://", "https://"))]

    @property
    def called(self) -> str:
        return self.preferred_name or self.full_name

    def keys(self, *schools: str) -> set[tuple[str, str]]:
        """(kind, key) pairs this person is found by; `schools`: the universities they were at."""
        kinds = CandidateKey.Kind
        found = {(kinds.EMAIL, address) for address in self.emails}
        found |= {(kinds.PHONE, names.fold_phone(self.phone)), (kinds.ORCID, self.orcid)}
        # Native names in other scripts keep their own key, so Latin and own script both match.
        for name in filter(None, map(names.name_key, (self.full_name, self.native_name))):
            found.add((kinds.NAME, name))
            found |= {(kinds.STUDY, names.study_key(name, school)) for school in schools}
        texts = (self.full_name, self.native_name, self.preferred_name, self.current_place)
        typed = {address[:40] for address in self.emails} | {self.orcid}
        typed |= names.run_together(self.full_name)
        for word in names.search_words(*texts, *self.emails, *schools) | typed:
            found.add((kinds.WORD, word))
        return {(kind, key) for kind, key in found if key}


class CandidateKeyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The keys of the people `user` sees. Of a whole centre without looking at the people."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        some = [*centres_seen_as(user, Role.SUPERVISOR), *centres_seen_on_panels(user)]
        if some:
            own = Candidate.objects.visible_to(user).order_by()
            seen |= Q(centre_id__in=some, candidate__in=own)
        return self.filter(seen)


class CandidateKey(models.Model):
    """What a person can be found by, folded: words for search, and exact keys for duplicates.

    An index on words answers a search in any script without reading every name, on SQLite and
    PostgreSQL alike.
    """

    class Kind(models.TextChoices):
        WORD = "w", "word"
        EMAIL = "e", "e-mail"
        PHONE = "p", "phone"
        ORCID = "o", "ORCID"
        NAME = "n", "name"
        STUDY = "s", "name and university"

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="search_keys")
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=1, choices=Kind)
    key = models.CharField(max_length=254)

    objects = CandidateKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("search key")
        verbose_name_plural = _("search keys")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "key", "candidate"], name="candidate_key_once"
            )
        ]

    def __str__(self):
        return f"{self.kind}:{self.key}"

    @classmethod
    def refresh(cls, candidates):
        """Write the keys of these people anew, leaving those that stay."""
        schools: dict[int, list[str]] = {}
        records = EducationRecord.objects.filter(candidate__in=candidates)
        for candidate_id, institution in records.values_list("candidate_id", "institution"):
            schools.setdefault(candidate_id, []).append(institution)
        wanted = cls._of(candidates, schools)
        gone = []
        for pk, *key in cls.objects.filter(candidate__in=candidates).values_list(
            "pk", "candidate_id", "kind", "key"
        ):
            if tuple(key) in wanted:
                del wanted[tuple(key)]
            else:
                gone.append(pk)
        if gone:
            cls.objects.filter(pk__in=gone).delete()
        cls._write(wanted)

    @classmethod
    def add_new(cls, candidates, schools=None):
        """Write the keys of people who have none yet; `schools`: {candidate id: institutions}."""
        cls._write(cls._of(candidates, schools or {}))

    @classmethod
    def _of(cls, candidates, schools):
        return {
            (person.pk, kind, key): person.centre_id
            for person in candidates
            for kind, key in person.keys(*schools.get(person.pk, ()))
        }

    @classmethod
    def _write(cls, wanted):
        """Insert key rows, a dozen a person: as plain values, five times as fast as as objects."""
        if not wanted:
            return
        fields = ("candidate", "centre", "kind", "key")
        name = connection.ops.quote_name
        columns = ", ".join(name(cls._meta.get_field(field).column) for field in fields)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name(cls._meta.db_table)} ({columns}) "  # noqa: S608
                "VALUES (%s, %s, %s, %s)",
                [
                    (person, centre, str(kind), key)
                    for (person, kind, key), centre in wanted.items()
                ],
            )


class EducationRecord(models.Model):
    """A degree, held or under way: where the talent comes from."""

    class Level(models.TextChoices):
        BACHELOR = "bachelor", _("Bachelor")
        MASTER = "master", _("Master")
        RESEARCH_MASTER = "mphil", _("Research master")
        DOCTORATE = "doctorate", _("Doctorate")
        UNKNOWN = "unknown", _("Not known")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="education")
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.UNKNOWN)
    institution = models.CharField(_("institution"), max_length=200)
    country = CountryField(_("country/region"), blank=True)
    field = models.CharField(_("field"), max_length=200, blank=True)
    started = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    ended = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)

    class Meta:
        ordering = ["-ended", "-started", "pk"]
        verbose_name = _("education record")
        verbose_name_plural = _("education records")
        constraints = [
            models.CheckConstraint(
                condition=Q(started__isnull=True)
                | Q(ended__isnull=True)
                | Q(ended__gte=models.F("started")),
                name="education_ends_after_start",
                violation_error_message=_("It cannot end before it starts."),
            )
        ]

    def __str__(self):
        return f"{self.get_level_display()}, {self.institution}"


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about people `user` sees, where they may read what others wrote."""
        seen = self.filter(candidate__in=Candidate.objects.visible_to(user))
        if user.is_superuser:
            return seen
        read = [one for one in user.centre_ids if may(user, "read_notes", one)]
        return seen.filter(candidate__centre__in=read)


class Note(models.Model):
    """What staff wrote about a person. Candidates can ask to read it."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("note"))
    # The names in it of colleagues who were told, as they were typed, a line each.
    mentioned = models.TextField(blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self):
        return self.text[:60]


class SavedView(models.Model):
    """A list of candidates somebody named: nothing but its query string."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000)

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "centre", "name"],
                name="saved_view_once",
                violation_error_message=_("You have a view of that name already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{address('recruitment:candidates')}?{self.query}"
