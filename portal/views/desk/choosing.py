"""Choosing a person by name, in the pages that are about one."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from bodies.people_search import described, people_named
from organisation.dates import today
from organisation.models import Person


def search_context(request) -> dict:
    """What `_person_search.html` needs: the words, and the people they find."""
    words = request.GET.get("q", "")[:100].strip()
    people, more = people_named(words, today())
    return {"words": words, "people": people, "more": more}


def chosen(slug: str):
    """The person with this short name, described; the one they're merged into if they are. 404
    when there is none."""
    person = get_object_or_404(Person, slug=slug.replace("\0", ""))
    return described(Person.objects.filter(pk=person.merged_into_id or person.pk), today())[0]


def asked_person(request):
    """The person that the address (`?person=`) or the form names, described; None when neither
    does. 404 for a name that is nobody's."""
    slug = request.POST.get("person") or request.GET.get("person", "")
    if len(slug) > 200:
        raise Http404
    return chosen(slug) if slug else None
