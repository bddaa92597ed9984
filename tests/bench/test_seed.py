"""Copies of a ledger are whole and leave the first one alone."""

from bench import seed
from duban.ledger.models import Assignment, Clause, Matter, Programme, Target
from tests.factories.ledger import AssignmentFactory, ClauseFactory, MatterFactory, ProgrammeFactory, TargetFactory


def test_a_copy_has_everything_of_its_own(db):
    programme = ProgrammeFactory()
    for matter in MatterFactory.create_batch(3, programme=programme):
        clause = ClauseFactory(matter=matter)
        AssignmentFactory(matter=matter, clause=clause, basis=programme.notice)
        TargetFactory(matter=matter)
    before = set(Matter.objects.values_list("pk", flat=True))
    assert seed.copy_notice(programme.notice, 1) == 3
    assert [m.objects.count() for m in (Programme, Matter, Clause, Assignment, Target)] == [2, 6, 6, 6, 6]
    for copy in Matter.objects.exclude(pk__in=before):
        assert copy.programme != programme and copy.section.programme == copy.programme
        assert copy.assignments.get().clause.matter == copy
        assert copy.assignments.get().basis == copy.notice != programme.notice


def test_growing_stops_when_there_is_enough(db):
    programme = ProgrammeFactory()
    MatterFactory.create_batch(3, programme=programme)
    assert seed.grow(programme.notice, 10) == 12
    assert seed.grow(programme.notice, 10) == 12
