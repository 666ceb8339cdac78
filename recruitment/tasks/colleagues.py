"""Which colleagues may meet a candidate or an application, by the one rule: `visible_to`."""

from django.db.models import IntegerField, Value

from centre.accounts.models import Membership, User
from centre.accounts.policy import may, sees_all
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application

AT_ONCE = 100  # parts of one statement


def members(centre: Centre) -> list[User]:
    """Whoever holds a role in the centre, by name. One statement."""
    rows = Membership.objects.filter(centre=centre, user__is_active=True)
    found: dict[int, User] = {}
    for one in rows.select_related("user").order_by("user__name", "user"):
        user = found.setdefault(one.user_id, one.user)
        # Their roles in this centre: nothing else decides which of its rows they see.
        user.__dict__.setdefault("held", []).append(one)
    return list(found.values())


def colleagues(centre: Centre) -> list[User]:
    """Those who meet candidates of the centre at all."""
    return [one for one in members(centre) if may(one, "view_candidates", centre.pk)]


def who_see(about: Candidate | Application | None, people: list[User]) -> list[User]:
    """Those of `people`, as `members` found them, who may open this candidate or application.
    One statement a hundred of them, and none for those who see everybody."""
    if about is None:
        return people
    asked = [one for one in people if not sees_all(one, about.centre_id)]
    seeing: set[int] = set()
    for n in range(0, len(asked), AT_ONCE):
        seeing |= _who_see(about, asked[n : n + AT_ONCE])
    return [one for one in people if one not in asked or one.pk in seeing]


def _who_see(about: Candidate | Application, people: list[User]) -> set[int]:
    here = type(about)._default_manager.order_by().filter(pk=about.pk)
    parts = [
        here.visible_to(one).values_list(Value(one.pk, IntegerField()), flat=True) for one in people
    ]
    return set(parts[0].union(*parts[1:], all=True))
