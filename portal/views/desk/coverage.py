"""How it stands with what bodies are to write every year, drafts and what is late included."""

from django.views.decorators.http import require_safe

from documents.policies import DUTIES
from organisation.rights import Action, Thing
from portal.coverage import CoverageForm, answer
from portal.desk import desk_page
from portal.site import site_today
from portal.views.coverage import PATH

TEMPLATE = "portal/desk/coverage/page.html"


@require_safe
@desk_page(Action.READ, Thing.DUTY)
def coverage(request):
    """All of it, of the bodies that the reader may see it of."""
    site, day = site_today(request.path)
    regions = [each for each in site.all_regions if each.is_current(day.on)]
    form = CoverageForm(request.GET, day, regions)
    context = {
        "form": form,
        "public": f"/{PATH}/",
        "may_decide": DUTIES.may_some(request.standing, Action.WRITE),
    }
    if not form.is_valid():
        return TEMPLATE, context, 400
    return TEMPLATE, context | {"answer": answer(form, regions, request.standing)}
