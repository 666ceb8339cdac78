"""What hangs on a row. A used row is retired, never deleted; deleting never takes others along."""

from django.db import transaction
from django.db.models import Model, ProtectedError, Q, RestrictedError
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.pipeline.models import StageTally

# Derived from the histories, and made anew when a stage goes.
_DERIVED = {StageTally}
MOST = 1000


def uses(row) -> list[str]:
    """What points at `row`, in words: ["12 applications", "1 position"]."""
    pointing: dict[type[Model], Q] = {}
    for relation in row._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        model = relation.related_model
        # The joining tables of many-to-many fields are seen from their far end.
        if model not in _DERIVED and not model._meta.auto_created:
            here = Q(**{relation.field.name: row})
            pointing[model] = pointing.get(model, Q()) | here
    found = []
    for model, here in pointing.items():
        n = model._base_manager.filter(here)[: MOST + 1].count()
        if n:
            name = model._meta.verbose_name if n == 1 else model._meta.verbose_name_plural
            found.append(f"{_('over 1,000') if n > MOST else n} {name}")
    return found


def delete_unused(row) -> None:
    """Delete `row`; Refused, with what uses it, if anything does."""
    _refuse_if(row, uses(row))
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError):  # somebody used it this moment
        _refuse_if(row, uses(row) or [_("something else")])


def _refuse_if(row, used: list[str]) -> None:
    if not used:
        return
    advice = _("Retire it instead.") if hasattr(row, "retired_on") else ""
    raise Refused(
        _("“%(row)s” is used by %(used)s, so it is not deleted. %(advice)s")
        % {"row": row, "used": ", ".join(used), "advice": advice}
    )
