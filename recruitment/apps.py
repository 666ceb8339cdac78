"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitmentConfig(AppConfig):
    name = "recruitment"
    verbose_name = _("Recruitment")

    def ready(self):
        # These need loaded models, so they cannot be imported at the top.
        from recruitment.assessment import choosing, ended, gating, invitations, minutes
        from recruitment.assessment import telling as decided
        from recruitment.audit import follow_edits
        from recruitment.candidates import addresses
        from recruitment.documents import defaults as documents
        from recruitment.documents import deleting, texts  # noqa: F401  texts run by the clock
        from recruitment.documents import gating as papers
        from recruitment.documents.models import Version
        from recruitment.enrolment import ties
        from recruitment.funding import unpaid
        from recruitment.messages import (  # noqa: F401  two of them run by the clock
            mailbox,
            outbox,
            sending,
        )
        from recruitment.moves import conditions, unsaid
        from recruitment.offers import (  # noqa: F401  two of them run by the clock
            lapsing,
            reminding,
            rules,
        )
        from recruitment.offers import mail as offers
        from recruitment.pipeline.setup import add_equipment
        from recruitment.placements import within
        from recruitment.referees.models import RefereeReport
        from recruitment.reports import checks  # noqa: F401  registers the system check
        from recruitment.tasks import digest  # noqa: F401  runs by the clock

        follow_edits()
        deleting.follow_deletions()
        deleting.take_along(Version)
        deleting.take_along(RefereeReport)
        addresses.add_consequence(offers.address_changed)
        addresses.add_consequence(choosing.address_changed)
        addresses.add_consequence(outbox.readdress)
        unsaid.add(decided.SAID)
        unsaid.add(invitations.ASKED)
        conditions.add_consequence(unsaid.keep_true)
        conditions.add_consequence(choosing.offer_anew)
        add_equipment(documents.equip)
        conditions.add_condition(papers.documents_there)
        conditions.add_condition(gating.scorecards_in)
        conditions.add_condition(minutes.committee_decided)
        conditions.add_condition(rules.offer_allows, shown=rules.offer_allows_shown)
        conditions.add_remainder(ended.interviews_to_come)
        conditions.add_tie(rules.tied_by_offer)
        conditions.add_first_day(rules.agreed_first_day)
        conditions.add_consequence(rules.keep_in_step)
        ties.add_check(within.outside)
        ties.add_follower(unpaid.move_awards)
        ties.add_notice(unpaid.notice)
