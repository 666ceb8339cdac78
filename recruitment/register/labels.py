"""Names of the rows of a centre's own lists that an address asks for by their number."""

from django.db.models import Exists, Model, OuterRef, Value

from centre.accounts.models import Membership, User
from centre.organisation.models import Centre, ResearchArea
from centre.people.models import Supervisor
from recruitment.pipeline.models import Application, DispositionReason
from recruitment.positions.models import Intake, Source

# Rows of the centre's own lists, by parameter.
OWNED = {"intake": Intake, "area": ResearchArea, "supervisor": Supervisor, "source": Source}
# Those an address may name; a reason is chosen by a figure alone, not by hand.
NAMED: dict[str, type[Model]] = {**OWNED, "reason": DispositionReason}
BY_ROW = (*NAMED, "owner")


def is_number(value: str) -> bool:
    """Whether `value` may be the number of a row."""
    return value.isascii() and value.isdigit() and len(value) < 10


def read_labels(centre: Centre, wanted: dict[str, str]) -> dict[tuple[str, str], str]:
    """Names of the chosen rows of the centre's lists, in one statement whatever their number."""
    parts = []
    for name, value in wanted.items():
        if name not in BY_ROW or not is_number(value):
            continue
        if name == "owner":
            member = Membership.objects.filter(centre=centre, user=OuterRef("pk"))
            owns = Application.objects.filter(centre=centre, owner=OuterRef("pk"))
            rows = User.objects.filter(Exists(member) | Exists(owns))
        else:
            rows = NAMED[name]._default_manager.filter(centre=centre)
        parts.append(
            rows.filter(pk=int(value))
            .order_by()
            .annotate(which=Value(name))
            .values_list("which", "pk", "name")
        )
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    # An intake's or a person's number may be written with leading zeros: keep it as it was typed.
    return {(name, wanted[name]): label for name, _pk, label in found}
