"""The state of matters that were handed out before it was kept."""

from collections import defaultdict

from django.db import migrations

UNDERWAY = ["assigned", "disputed", "received", "planned", "handling"]


def fill(apps, schema_editor):
    """As ``progress.standing`` writes it from now on: by the furthest that a leading unit is."""
    matters = apps.get_model("ledger", "Matter").objects.filter(state__in=UNDERWAY)
    leads = apps.get_model("ledger", "Assignment").objects.filter(lead=True, ended_at__isnull=True)
    led = set(leads.order_by().values_list("matter_id", "unit_id"))
    plans = defaultdict(set)
    rows = apps.get_model("progress", "HandlingPlan").objects.filter(state__in=["accepted", "submitted"])
    for matter_id, unit_id, state in rows.order_by().values_list("matter_id", "unit_id", "state"):
        if (matter_id, unit_id) in led:
            plans[state].add(matter_id)
    of_leads = {"assignment__in": leads.order_by().values("pk")}
    signed = set(
        apps.get_model("progress", "Receipt").objects.filter(**of_leads).values_list("assignment__matter_id", flat=True)
    )
    open_ = apps.get_model("progress", "Dispute").objects.filter(state="open", **of_leads)
    disputed = set(open_.values_list("assignment__matter_id", flat=True))
    states = {"received": signed, "planned": plans["submitted"], "handling": plans["accepted"], "disputed": disputed}
    for state, found in states.items():  # the later overrules the earlier
        matters.filter(pk__in=found).update(state=state)


class Migration(migrations.Migration):
    dependencies = [("progress", "0007_read_back"), ("ledger", "0007_standing")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
