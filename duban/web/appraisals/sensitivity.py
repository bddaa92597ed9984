"""敏感性: what if the rule were different, and which units would change class."""

from __future__ import annotations

from django.http import HttpResponse

from duban.appraisal.computing import whole
from duban.core.appraisal.scoring import judge_all
from duban.core.appraisal.whatif import variants
from duban.core.appraisal.words import KLASS_LABELS
from duban.orgs.permissions import Verb
from duban.web.appraisals.loading import the_whole
from duban.web.http import methods, page
from duban.web.request import HttpRequest


@methods(read=True, verb=Verb.DECIDE_APPRAISAL)
def sensitivity(request: HttpRequest, pk: int) -> HttpResponse:
    """Each line left out, each weight raised, each cut moved: a class that hangs on one of them hangs on a thread."""
    row = the_whole(request, pk)
    data = whole(row)
    names = {unit.pk: unit.name for unit in data.names}
    found = variants(judge_all(data.facts, row.as_of), data.units, row.as_rule())
    touched = {move.unit for variant in found for move in variant.moves}
    context = {
        "title": f"{row}：敏感性",
        "row": row,
        "variants": [
            (each.words, [(names[m.unit], KLASS_LABELS[m.before], KLASS_LABELS[m.after]) for m in each.moves])
            for each in found
        ],
        "total": len(data.names),
        "firm": len(data.names) - len(touched),
    }
    return page(request, "appraisals/sensitivity.html", context)
