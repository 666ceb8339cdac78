"""The lists settings can edit, each in a few lines: what one page and one form make of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.money.amounts import Money, written
from centre.money.models import CostRate, ExchangeRate
from centre.organisation.models import PartnerInstitution, ResearchArea
from centre.people.models import Supervisor
from centre.targets.models import Agreement
from recruitment.assessment.scorecards import Criterion
from recruitment.documents.models import DocumentKind, Requirement
from recruitment.offers.models import ApprovalGroup
from recruitment.office import forms, tracks
from recruitment.office.usage import delete_unused
from recruitment.pipeline.models import DispositionReason
from recruitment.positions.models import Position, Source, Track


def _save(form):
    return form.save()


@dataclass(frozen=True)
class Listing:
    """One list: its words, its form, its columns as (heading, attribute or function of a row)."""

    slug: str
    title: str | Promise
    add: str | Promise
    model: type[Model]
    form: type[forms.RowForm]
    lead: str | Promise
    columns: tuple[tuple[str | Promise, str | Callable], ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    create: Callable = _save
    delete: Callable = delete_unused

    @property
    def retires(self) -> bool:
        return hasattr(self.model, "retired_on")

    def rows(self, centre):
        rows = self.model._default_manager.filter(centre=centre).select_related(*self.related)
        return rows.prefetch_related(*self.prefetch)

    def cells(self, row) -> list:
        return [_value(row, get) for _heading, get in self.columns]


def _value(row, get):
    if callable(get):
        return get(row)
    found = getattr(row, get)
    return found() if callable(found) else found


def _names(field):
    return lambda row: ", ".join(str(one) for one in getattr(row, field).all())


def _yes(field):
    return lambda row: _("Yes") if getattr(row, field) else ""


def _cost(row: CostRate) -> str:
    return f"{row.amount:f}%" if not row.currency else written(Money(row.amount, row.currency))


LISTS = [
    Listing(
        "agreement",
        _("Agreement"),
        _("Add an agreement"),
        Agreement,
        forms.AgreementForm,
        _("Who pledged what, from when to when. Targets of the newest agreement speak."),
        (
            (_("Signed"), "signed_on"),
            (_("From"), "starts_on"),
            (_("To"), "ends_on"),
            (
                _("Pledged, no less than"),
                lambda row: (
                    row.pledged_amount and written(Money(row.pledged_amount, row.pledged_currency))
                ),
            ),
            (_("Renews"), "renews"),
            (_("Notes"), "text"),
        ),
    ),
    Listing(
        "tracks",
        _("Tracks"),
        _("Add a track"),
        Track,
        forms.TrackForm,
        _("Ways in. A track you add, such as MPhil, counts for no target."),
        (
            (_("Kind"), "get_kind_display"),
            (_("In addresses"), "code"),
            (_("Normal months"), "usual_months"),
        ),
        create=tracks.add_track,
        delete=tracks.delete_track,
    ),
    Listing(
        "positions",
        _("Positions"),
        _("Add a position"),
        Position,
        forms.PositionForm,
        _("Approved roles one can apply for. Seats are added under Openings."),
        (
            (_("Track"), "track"),
            (_("Areas"), _names("areas")),
            (_("Supervisors"), _names("supervisors")),
        ),
        related=("track",),
        prefetch=("areas", "supervisors"),
    ),
    Listing(
        "criteria",
        _("Scorecard criteria"),
        _("Add a criterion"),
        Criterion,
        forms.CriterionForm,
        _("What every panel looks at, for one position or for all, with the same four words."),
        (
            (_("Position"), lambda row: row.position or _("All positions")),
            (_("What to look for"), "hint"),
            (_("Order"), "order"),
        ),
        related=("position",),
    ),
    Listing(
        "areas",
        _("Research areas"),
        _("Add an area"),
        ResearchArea,
        forms.AreaForm,
        _("Themes of the centre. Each has a shape and a hue."),
        ((_("Mark"), "get_mark_display"),),
    ),
    Listing(
        "supervisors",
        _("Supervisors"),
        _("Add a supervisor"),
        Supervisor,
        forms.SupervisorForm,
        _("Who may take a researcher, and how many at an intake."),
        (
            (_("Places"), "capacity"),
            (_("Areas"), _names("areas")),
            (_("Institution"), "institution"),
            (_("Account"), "user"),
        ),
        related=("user", "institution"),
        prefetch=("areas",),
    ),
    Listing(
        "partners",
        _("Partner institutions"),
        _("Add a partner"),
        PartnerInstitution,
        forms.PartnerForm,
        _("Universities and companies the centre works with."),
        ((_("Kind"), "get_kind_display"), (_("Country/region"), lambda row: row.country.name)),
    ),
    Listing(
        "approval",
        _("Approval of offers"),
        _("Add a group"),
        ApprovalGroup,
        forms.ApprovalGroupForm,
        _(
            "Who approves an offer before it is sent, group after group. Nobody approves what they "
            "wrote. Without a group one director does."
        ),
        (
            (_("Order"), "position"),
            (_("Approvals needed"), "needed"),
            (_("Of"), _names("members")),
        ),
        prefetch=("members",),
    ),
    Listing(
        "rates",
        _("Exchange rates"),
        _("Add a rate"),
        ExchangeRate,
        forms.ExchangeRateForm,
        _(
            "Dated, each with its source. The newest values what is unspent; what was spent keeps "
            "the rate of its day."
        ),
        (
            (_("Rate"), lambda row: f"{row.rate.normalize():f}"),
            (_("Rate date"), "on"),
            (_("Source"), "source"),
        ),
    ),
    Listing(
        "costs",
        _("Cost rates"),
        _("Add a rate"),
        CostRate,
        forms.CostRateForm,
        _(
            "What a month, a year or a person costs from a day on. The first rows are published "
            "figures: check them."
        ),
        (
            (_("Amount"), _cost),
            (_("Per"), "get_unit_display"),
            (_("Valid from"), "valid_from"),
            (_("Source"), "source"),
        ),
    ),
    Listing(
        "sources",
        _("Sources"),
        _("Add a source"),
        Source,
        forms.SourceForm,
        _("How candidates found us, or we them."),
    ),
    Listing(
        "documents",
        _("Kinds of documents"),
        _("Add a kind"),
        DocumentKind,
        forms.DocumentKindForm,
        _("What a candidate hands in. A retired kind is no longer offered; documents keep it."),
        (
            (_("Runs out"), _yes("expires")),
            (_("For the office only"), _yes("is_private")),
            (_("Found by its words"), _yes("is_read")),
            (_("Withheld in anonymous review"), _yes("tells_who")),
        ),
    ),
    Listing(
        "requirements",
        _("Required documents"),
        _("Add a requirement"),
        Requirement,
        forms.RequirementForm,
        _("What an application on each track must have, and from which stage it is missed."),
        (
            (_("Asked for from"), "get_from_stage_display"),
            (_("Must be there before"), "get_needed_before_display"),
        ),
        related=("track", "kind"),
    ),
    Listing(
        "reasons",
        _("Reasons"),
        _("Add a reason"),
        DispositionReason,
        forms.ReasonForm,
        _("Why an application ended or a researcher left, and whose doing it was."),
        ((_("Party"), "get_party_display"),),
    ),
]
BY_SLUG = {one.slug: one for one in LISTS}
