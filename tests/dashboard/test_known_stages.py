"""A step to a stage that the log knows from a later moment only: the page answers all the same."""

import time_machine
from auditlog.models import LogEntry

from tests.factories import make_application, stage


def test_a_step_to_a_stage_that_was_logged_later_is_no_fault(as_manager, centre):
    with time_machine.travel("2026-03-02T04:00:00Z"):
        make_application(centre, kind="screen")
    made = stage(centre, "screen")
    LogEntry.objects.get_for_object(made).delete()
    changes = {"name": ["None", made.name]}
    with time_machine.travel("2026-03-10T04:00:00Z"):
        LogEntry.objects.log_create(
            made, force_log=True, action=LogEntry.Action.CREATE, changes=changes
        )

    assert as_manager.get("/?known=2026-03-05").status_code == 200
