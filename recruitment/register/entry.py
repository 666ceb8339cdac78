"""Where a new application begins: position, intake and the stages of their pipeline."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, Subquery
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre
from centre.web.statements import Slot, kept
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Intake, Position

# A quick add is about what is coming; "Add application" knows every intake.
YEARS_AHEAD = 2
ASKED = "asked_"  # before the name of each fact, as a column of its own
NOT_ON_OFFER = _("That position or intake is not open any more. Choose another.")


@dataclass(frozen=True)
class Entry:
    """What was on offer when somebody asked; `facts` are the answers to what they asked beside."""

    position: Position
    intake: Intake
    stages: Sequence[Stage]
    facts: Mapping[str, bool]
    area: int | None = None  # the position's, if it names exactly one

    @property
    def in_use(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.retired_on is None]

    @property
    def applied(self) -> Stage:
        """Applied; if a centre retired it, the first stage after the leads."""
        applied = [stage for stage in self.in_use if stage.kind == StageKind.APPLIED]
        return (applied or [stage for stage in self.in_use if stage.kind != StageKind.LEAD])[0]

    @property
    def lead(self) -> Stage:
        """The last stage before applying: in contact with us."""
        leads = [stage for stage in self.in_use if stage.kind == StageKind.LEAD]
        return leads[-1] if leads else self.applied


def find_entry(
    centre: Centre, place: tuple[int, int], facts: Callable[[], dict[str, Exists]], **given
) -> Entry | None:
    """The entry of (position id, intake id), and what else one asks; None if not on offer.

    All in one statement: each field of a form asking on its own would make five round trips. It
    is compiled once for each `facts`, a function of a module: what differs from form to form is
    in slots, filled by `given`.
    """
    position, intake = place
    statement = kept(("entry", facts), lambda: _stages_there(facts()))
    stages = statement.objects(centre=centre.pk, position=position, intake=intake, **given)
    if not stages:
        return None
    row = stages[0]
    track = row.pipeline.track
    return Entry(
        position=Position(pk=position, centre=centre, track=track, title=row.title),
        intake=Intake(pk=intake, centre=centre, track=track, name=row.intake_name),
        stages=stages,
        facts={
            name.removeprefix(ASKED): said
            for name, said in vars(row).items()
            if name.startswith(ASKED)
        },
        area=row.only_area,
    )


def _stages_there(facts: dict[str, Exists]):
    return (
        Stage.objects.filter(
            centre=Slot("centre"),
            pipeline__track__positions=Slot("position"),
            pipeline__track__positions__retired_on=None,
            pipeline__track__intakes=Slot("intake"),
            pipeline__track__intakes__retired_on=None,
        )
        .annotate(
            title=F("pipeline__track__positions__title"),
            intake_name=F("pipeline__track__intakes__name"),
            only_area=Subquery(Position.objects.only_area(Slot("position"))),
            **{f"{ASKED}{name}": asked for name, asked in facts.items()},
        )
        .select_related("pipeline__track", "centre")
        .order_by("position")
    )


def in_use(model, slot: str) -> Exists:
    """Whether the id in `slot` is a row of the centre that is not retired."""
    return Exists(model.objects.filter(pk=Slot(slot), centre=Slot("centre"), retired_on=None))


def place_choices(centre: Centre, *, every_intake=False):
    """[(intake, [("position-intake", "PhD, September 2027")])], soonest first. Two statements."""
    positions: dict[int, list[Position]] = {}
    for position in Position.objects.filter(centre=centre, retired_on=None):
        positions.setdefault(position.track_id, []).append(position)
    today = centre.today()
    horizon = today.replace(year=today.year + YEARS_AHEAD, day=1)
    groups = []
    for intake in Intake.objects.filter(centre=centre, retired_on=None):
        near = intake.starts_on is None or today <= intake.starts_on <= horizon
        pairs = [
            (f"{position.pk}-{intake.pk}", f"{position}, {intake}")
            for position in positions.get(intake.track_id, ())
        ]
        if pairs and (near or every_intake):
            groups.append((str(intake), pairs))
    return groups


def place_of(text: str) -> tuple[int, int] | None:
    """(position id, intake id) out of "12-34"; None if nobody could have chosen that."""
    left, dash, right = text.partition("-")
    if dash and left.isdecimal() and right.isdecimal() and len(text) < 20:
        return int(left), int(right)
    return None


def row_choices(model, centre: Centre, blank: str):
    rows = model.objects.filter(centre=centre, retired_on=None)
    return [("", blank), *((row.pk, str(row)) for row in rows)]
