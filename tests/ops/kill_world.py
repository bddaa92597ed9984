"""Run by :mod:`tests.ops.test_kill` in a process of its own, on a database of its own: a unit with an open report.

Prints JSON: the report, its lines, and the cookies of two clerks.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from duban.ops import start  # noqa: E402
from duban.orgs.actor import actor_for  # noqa: E402
from duban.orgs.enums import PostKind  # noqa: E402
from duban.orgs.models import User  # noqa: E402
from duban.progress.actions import drafting  # noqa: E402
from tests.factories.orgs import UnitFactory, appoint  # noqa: E402
from tests.factories.progress import give_matter, make_periods  # noqa: E402

LINES = 5


def cookie(user: User) -> str:
    """A session, as logging in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def make() -> dict:
    """The unit, two clerks and their report."""
    call_command("migrate", verbosity=0, interactive=False)
    start.collect_static()
    unit = UnitFactory(name="区建设局")
    clerks = [User.objects.create(username=name, name=name, password="!") for name in ("甲", "乙")]
    for clerk in clerks:
        appoint(clerk, unit, PostKind.CLERK)
    first = give_matter(unit)
    for _ in range(LINES - 1):
        give_matter(unit, programme=first.programme, section=first.section)
    now = timezone.now()
    report = drafting.open_draft(
        period=make_periods(2023)[0], unit=unit, by=actor_for(clerks[0], dt.date(2023, 4, 3)), at=now
    )
    return {
        "report": report.pk,
        "lines": list(report.lines.order_by("id").values_list("pk", flat=True)),
        "cookies": [cookie(clerk) for clerk in clerks],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make()) + "\n")
