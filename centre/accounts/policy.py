"""Who may do what: the one table that pages, admin and commands ask.

Rows come from the role matrix of the manual. An action that is not here is nobody's. Which *rows*
a person meets is the matter of `visible_to(user)` on each queryset; this says what they may do
with a row they can see.
"""

from centre.accounts.models import Role, User

D, M, S, P, V = Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.PANEL, Role.INDUSTRY

MATRIX: dict[str, frozenset[str]] = {
    action: frozenset(roles)
    for action, roles in {
        "view_dashboard": (D, M, S, P, V),
        "view_progress": (D, M, S),  # figures that open records
        "view_figures": (D, M),  # how applications go, over all of them
        "view_candidates": (D, M, S, P),  # supervisor and panel: own
        "add_candidate": (M, S),
        "edit_candidate": (M, S),
        "merge_candidates": (D, M),  # and saying that two are not the same
        "view_documents": (D, M, S, P),  # supervisor and panel: of those they see
        "edit_documents": (M, S),  # add, replace, remove and bring back
        "waive_documents": (D, M),  # go on without what the track asks for
        "view_referees": (D, M, S, P),  # supervisor: own; panel: own, from the interview on
        "edit_referees": (D, M),
        "add_note": (D, M, S),
        "read_notes": (D, M, S),  # what others thought: no panel member forms a view from it
        "make_task": (D, M, S, P),  # for oneself, or a colleague who sees the candidate
        "move_application": (D, M, S),  # supervisor: own, up to the committee's decision
        "move_beyond_committee": (D, M),
        "assign_application": (D, M),
        "view_board": (D, M, S),
        "view_interviews": (D, M, S, P),  # supervisor and panel: own
        "edit_interviews": (D, M),
        "score": (D, S, P),  # those on the panel
        "record_decision": (D, M),  # the committee's, with its votes
        "open_scorecards": (D,),  # before they are all in; the log says so
        "view_emails": (D, M, S),  # supervisor: to their own candidates, but for decisions
        "write_email": (D, M, S),
        "settle_emails": (D, M),  # release what is held, say what became of it
        "view_openings": (D, M, S),
        "edit_openings": (M,),
        "view_offers": (D, M, S),  # supervisor: of their own
        "make_offer": (M,),
        "recommend_offer": (S,),
        "approve_offer": (D, M),  # those of a group of the approval chain, never their own
        "send_offer": (D, M),  # and what the candidate answered
        "view_researchers": (D, M, S),
        "edit_researchers": (M,),
        "view_reports": (D, M, V),  # industry viewer: published ones
        "edit_reports": (D, M),
        "publish_report": (D,),
        "view_monitoring": (D, M),
        "view_funding": (D, M, S),  # supervisor: the awards of their own researchers
        "view_ledger": (D, M),
        "edit_funding": (M,),
        "view_settings": (D, M),
        "edit_settings": (M,),
        "edit_target": (D, M),
        "edit_webhooks": (D, M),
        "import_candidates": (M,),
        "make_token": (D, M, S, V),  # acts as its maker: each action is asked for again
        "make_calendar_link": (D, M, S, P),
        # With personal data: each is in the audit log.
        "export_lists": (D, M),
        "export_centre": (D, M),
        "export_dossier": (D, M),
    }.items()
}


def may(user: User, action: str, centre_id: int | None) -> bool:
    """True if one of the roles `user` holds in that centre allows `action`."""
    return bool(MATRIX.get(action, frozenset()) & user.roles.get(centre_id or 0, frozenset()))


def sees_all(user: User, centre_id: int) -> bool:
    """True for those who meet every candidate of the centre, not their own only."""
    return bool({D, M} & user.roles.get(centre_id, frozenset()))


def centres_seen_whole(user: User) -> list[int]:
    return [centre_id for centre_id in user.centre_ids if sees_all(user, centre_id)]


def centres_seen_on_panels(user: User) -> list[int]:
    """Centres where `user` is a panel member and nothing more: they meet whom they interview.

    Whoever also supervises there may move and edit what they see, so their panels show them
    people on the pages of interviews alone.
    """
    more = {D, M, S}
    return [one for one, held in user.roles.items() if P in held and not more & held]


def centres_seen_as(user: User, *roles: str) -> list[int]:
    return [centre_id for centre_id, held in user.roles.items() if held & set(roles)]
