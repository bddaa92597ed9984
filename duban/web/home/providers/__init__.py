"""What waits for a person (待办), one small provider an area. A new capability adds its provider in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from duban.orgs.actor import Actor
from duban.web.home.providers import (
    administration,
    appraisals,
    assigned,
    cases,
    circulars,
    closings,
    deadlines,
    documents,
    followup,
    ledger,
    messages,
    notices,
    overview,
    reporting,
    signing,
    units,
    yearend,
)
from duban.web.home.waiting import Part, Waiting

# Things to do: they leave the list when they are done. Each provider answers for whom it has something.
PROVIDERS: tuple[Callable[[Actor], Iterable[Waiting]], ...] = (
    signing.to_sign,
    signing.to_check,
    signing.carried,
    signing.without_principal,
    signing.broken,
    notices.drafts,
    ledger.proposals,
    units.groups_without_members,
    units.units_without_people,
    assigned.to_sign,
    assigned.disputes,
    assigned.liaison_lists,
    assigned.missing_lists,
    assigned.plans,
    assigned.plans_to_review,
    reporting.to_accept,
    reporting.to_mend,
    reporting.to_report,
    reporting.to_collect,
    reporting.to_set_up,
    reporting.exceptions,
    followup.to_sign,
    followup.urged,
    followup.gaps,
    followup.to_urge,
    followup.checks,
    cases.to_answer,
    cases.to_do,
    cases.stuck,
    cases.to_confirm,
    closings.to_set_right,
    closings.extensions,
    closings.inspections,
    closings.objections,
    closings.to_confirm,
    closings.to_close,
    closings.to_apply,
    circulars.parts_to_check,
    circulars.to_approve,
    circulars.next_steps,
    documents.to_sign,
    documents.to_issue,
    documents.to_read,
    appraisals.to_look_at,
    appraisals.to_decide,
    appraisals.to_move_on,
    yearend.to_settle,
    deadlines.of_notices,
    signing.delegations,
    messages.undelivered,
    administration.accounts,
    administration.appointments,
    administration.trail,
)

# Overviews below the list: they stay.
PARTS: tuple[Callable[[Actor], Iterable[Part]], ...] = (
    overview.year,
    ledger.own_matters,
    ledger.by_level,
)
