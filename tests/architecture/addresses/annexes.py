"""附件5 as documents."""

from tests.architecture.addresses.people import COOPERATING, LEAD, LEADER, OFFICE, OUTSIDER, Line

OTHERS = COOPERATING | OUTSIDER

LINES = [
    Line("report_annex", OFFICE | LEADER | LEAD, OTHERS, keys=lambda w: {"pk": w.report.pk, "format": "docx"}),
    Line("period_annexes", OFFICE, keys=lambda w: {"pk": w.report.period_id}),
]
