"""Help: the guides for those who are new, and what each page's help says."""

from django.http import Http404
from django.views.decorators.http import require_safe

from portal.desk import account_page
from portal.guides import BY_SLUG, guides_for, parts_of


@account_page
@require_safe
def help_page(request):
    """The guides, those of one's own roles first."""
    standing = request.standing
    return "portal/desk/help/help.html", {
        "title": "Hjälp",
        "guides": [(each, standing.acts_as(each.capacity)) for each in guides_for(standing)],
    }


@account_page
@require_safe
def guide(request, slug: str):
    """A guide, with one's own bodies and what is done already. 404 for one that there isn't."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise Http404
    parts = parts_of(found, request.standing, request.user)
    counted = [step.done for part in parts for step in part.steps if step.done is not None]
    return "portal/desk/help/guide.html", {
        "title": found.title,
        "guide": found,
        "parts": parts,
        "is_own": request.standing.acts_as(found.capacity),
        "done": sum(counted),
        "of": len(counted),
    }
