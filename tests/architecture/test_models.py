"""What holds for every model: pairs, who may see it, migrations."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

OURS = [model for model in apps.get_models() if model.__module__.startswith("duban.")]
LOCAL = sorted({model._meta.app_label for model in OURS})


def pairs(model: type[models.Model]) -> list[str]:
    """Stems of fields that come as ``x_at`` and ``x_by``."""
    names = {field.name for field in model._meta.get_fields()}
    return sorted(name[:-3] for name in names if name.endswith("_at") and f"{name[:-3]}_by" in names)


def speak_of(node: object, names: set[str]) -> bool:
    """Whether a condition speaks of all the names."""
    found: set[str] = set()

    def walk(each: object) -> None:
        if isinstance(each, models.Q):
            for child in each.children:
                walk(child)
        elif isinstance(each, tuple):
            found.add(str(each[0]).split("__")[0])

    walk(node)
    return names <= found


def unguarded(model: type[models.Model]) -> list[str]:
    """Pairs that may come apart: both may be empty, and no constraint ties them together."""
    loose = []
    for stem in pairs(model):
        at, by = model._meta.get_field(f"{stem}_at"), model._meta.get_field(f"{stem}_by")
        if not at.null:
            continue  # set when the row is made; ``by`` is then the maker, or the system
        tied = any(
            speak_of(constraint.condition, {f"{stem}_at", f"{stem}_by"})
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        )
        if not tied:
            loose.append(f"{model.__name__}.{by.name}")
    return loose


def test_who_is_never_known_without_when():
    """``x_by`` without ``x_at`` is half a fact (``orgs.constraints.said_when``). A time alone: the system."""
    assert [name for model in OURS for name in unguarded(model)] == []


def test_the_pair_check_sees_a_loose_pair():
    from duban.notices.models import DraftCorrection

    assert pairs(DraftCorrection) == ["undone"]
    tied = DraftCorrection._meta.constraints
    try:
        DraftCorrection._meta.constraints = []
        assert unguarded(DraftCorrection) == ["DraftCorrection.undone_by"]
    finally:
        DraftCorrection._meta.constraints = tied


def reaches_unit(model: type[models.Model]) -> bool:
    """Whether rows belong to units: a foreign key to Unit, or to a model that has rows of units below it."""
    return any(
        isinstance(field, models.ForeignKey) and field.related_model._meta.label in {"orgs.Unit", "ledger.Matter"}
        for field in model._meta.get_fields()
    )


# Rows that no screen loads by themselves: they are reached through the row that is checked.
THROUGH = {
    "UnitAlias": "Unit",
    "GroupMember": "Unit",
    "Post": "Unit",
    "Appointment": "Unit",
    "Clause": "Matter",
    "Assignment": "Matter",
    "Target": "Matter",
    "MatterLink": "Matter",
    "UnitSetting": "Unit",
    "Receipt": "Unit",
    "Share": "Unit",
    "OwedLine": "Obligation",
    "Line": "Report",
    "LightOverride": "Matter",
    "LightChange": "Matter",
    "LightStanding": "Matter",
    "UrgingPoint": "Urging",
    "Holding": "CoordinationCase",
    "Exemption": "Circular",
    "NumberSource": "Circular",
    "Praise": "Circular",
    "Settlement": "Matter",
    "CarryOver": "Matter",
}


def test_every_model_of_a_unit_says_to_whom_it_is_visible():
    missing = []
    for model in OURS:
        if hasattr(model._default_manager.all(), "visible_to"):
            continue
        if reaches_unit(model) and model.__name__ not in THROUGH:
            missing.append(model.__name__)
    assert missing == []


def test_rows_that_are_reached_through_another_name_one_that_is_checked():
    by_name = {model.__name__: model for model in OURS}
    for name, parent in THROUGH.items():
        assert name in by_name, f"{name} is gone"
        assert hasattr(by_name[parent]._default_manager.all(), "visible_to"), parent
        assert any(
            isinstance(f, models.ForeignKey) and f.related_model in {by_name[parent], by_name["Post"]}
            for f in by_name[name]._meta.get_fields()
        )


def test_nothing_that_belongs_to_the_past_is_deleted_with_something_else():
    """PROTECT everywhere: a cascade would take the past along."""
    cascading = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert cascading == []


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    """Migrations as they lie on disk."""
    return MigrationLoader(None)


@pytest.mark.parametrize("app", LOCAL)
def test_migrations_are_one_line(loader, app):
    """No branches: two people who add a migration at once notice it here, not at the office."""
    ours = {key: m for key, m in loader.disk_migrations.items() if key[0] == app}
    assert ours
    before = Counter(parent for m in ours.values() for parent in m.dependencies if parent[0] == app)
    assert max(before.values(), default=1) == 1, before
    assert len(loader.graph.leaf_nodes(app)) == 1
    numbers = sorted(int(name.split("_")[0]) for _, name in ours)
    assert numbers == list(range(1, len(numbers) + 1)), "numbers follow one another"


@pytest.mark.parametrize("app", LOCAL)
def test_migrations_are_named_and_can_go_back(loader, app):
    for (label, name), migration in loader.disk_migrations.items():
        if label != app:
            continue
        assert "_auto_" not in name, name
        for operation in migration.operations:
            if isinstance(operation, RunPython | RunSQL):
                assert operation.reversible, f"{name}: {operation}"


@pytest.mark.django_db(transaction=True)
def test_the_newest_migration_of_each_app_goes_back_and_forth():
    """Taking back a release must work on a database, not only on paper."""
    graph = MigrationExecutor(connection).loader.graph
    newest = [node for node in graph.leaf_nodes() if node[0] in LOCAL and not node[1].startswith("0001")]
    try:
        for node in newest:  # one at a time: what rests on it goes back with it
            if node in MigrationExecutor(connection).loader.applied_migrations:
                (before,) = [parent.key for parent in graph.node_map[node].parents if parent.key[0] == node[0]]
                MigrationExecutor(connection).migrate([before])
    finally:
        call_command("migrate", verbosity=0)
    assert not MigrationExecutor(connection).migration_plan(graph.leaf_nodes())


def test_migrations_and_models_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_hold_no_code_of_the_application():
    """A migration that imports today's code breaks when the code moves on."""
    wrong = []
    for app in LOCAL:
        for path in (Path(apps.get_app_config(app).path) / "migrations").glob("0*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                bare = line.strip()
                if bare.startswith("from duban.") and ".enums" not in bare and "actions" in bare:
                    wrong.append(f"{path.name}: {bare}")
    assert wrong == []
