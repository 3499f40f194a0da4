"""A person's page: only what follows from their public posts."""

from django.db.models import Case, Q, When
from django.db.models.functions import Substr
from django.http import Http404, HttpResponsePermanentRedirect

from bodies.posts_held import PostsHeld, merged_people, posts_of
from organisation.models import PEOPLE, Affiliation, OldAddress, Person
from organisation.rules import one_person
from organisation.shapes import Anchor, Fact, FactItem
from portal.asof import Day
from portal.site import Site, SourceLine, public_page


@public_page
def person(request, site: Site, day: Day, slug: str):
    """The page of a person who has, or has had, a post by the day.

    404 for everyone else, whether there is such a person or not; 410 when all posts ended too long
    ago to be told; an earlier address leads to today's, and a merged person to the one they were
    merged into.
    """
    found = person_at(slug)
    if found is None:
        raise Http404
    main, records = one_person(found.pk, merged_people())
    held = PostsHeld(
        posts_of(records, day.on),
        day.on,
        day.today,
        site.all_regions,
        site.row.named_after(day.today),
    )
    if not held.begun:
        raise Http404
    if not held.told:
        years = site.row.former_posts_years
        return "bodies/person_gone.html", {"years": years, "noindex": True}, 410
    if main != found.pk or found.slug != slug:
        return HttpResponsePermanentRedirect(Person.objects.get(pk=main).url + day.query)
    works = affiliation_of(records, found, day)
    if not held.current:
        works = None  # where a former holder works isn't public
    panels = held.panels()
    return "bodies/person.html", {
        "about": found,
        "title": found.name,
        "full_title": found.name,
        "lead": works.title if works else "",
        "anchors": [Anchor(f"#{each.id}", each.title) for each in panels] if panels[1:] else [],
        "facts": facts_of(found, held, works),
        "panels": panels,
        "noindex": not site.row.people_indexed,
        "source_line": source_line(site, held),
    }


def person_at(slug: str) -> Person | None:
    """The person whose address has this name in it, or had it before anyone else (1 query)."""
    moved = OldAddress.objects.filter(path=PEOPLE + slug)
    now = moved.values_list(Substr("target", len(PEOPLE) + 1))
    people = Person.objects.filter(Q(slug=slug) | Q(slug__in=now))
    return people.order_by(Case(When(slug=slug, then=0), default=1)).first()


def affiliation_of(records: set[int], person: Person, day: Day) -> Affiliation | None:
    """Where the person works on the day; of several records of a person, their own first
    (1 query)."""
    rows = Affiliation.objects.current(day.on).filter(person__in=records).select_related("region")
    return min(rows, key=lambda each: (each.person_id != person.pk, each.pk), default=None)


def facts_of(person: Person, held: PostsHeld, works: Affiliation | None) -> list[Fact]:
    """Where the person works, the party of an elected representative, and how to reach one who
    holds an office today."""
    facts = []
    if works and works.unit:
        facts.append(Fact("Arbetsplats", [FactItem(works.unit)]))
    if works and works.region:
        facts.append(Fact("Region", [FactItem(works.region.name, works.region.url)]))
    if works and works.party and held.is_elected:
        facts.append(Fact("Parti", [FactItem(works.party)]))
    if person.email and held.is_reachable:
        facts.append(Fact("Kontakt", [FactItem(person.email, f"mailto:{person.email}")]))
    return facts


def source_line(site: Site, held: PostsHeld) -> SourceLine:
    """The source of the posts, if they all have the same one."""
    sources = {each.appointment.source_id for each in held.told}
    if len(sources) == 1:
        newest = max(held.told, key=lambda each: (each.start is not None, each.start))
        return site.source_line(newest.appointment)
    return SourceLine("", owner=site.row.page_owner)
