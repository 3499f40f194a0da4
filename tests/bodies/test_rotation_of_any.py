"""What holds of every rotation, whatever its orders, periods, offices and exceptions."""

import datetime
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from bodies.rotation import (
    Following,
    Interim,
    Move,
    Rota,
    Rotation,
    Scheme,
    Shift,
    Swap,
    plus_months,
)
from bodies.rotation_faults import rotation_faults

REGIONS = "JKÖBHS"
UNTIL = datetime.date(2090, 1, 1)
DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2045, 1, 1))
ALL = lambda on: set(REGIONS)  # noqa: E731


@st.composite
def rotas(draw, since):
    order = draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=5, unique=True))
    months = draw(st.sampled_from([6, 12, 18, 24, 36, 48]))
    return Rota(since, tuple(order), months, frozenset(REGIONS) - set(order))


@st.composite
def schemes(draw, key="a", parts=3):
    """A scheme of an order or several after each other, each from where a term ends."""
    found = [draw(rotas(draw(st.dates(datetime.date(2018, 1, 1), datetime.date(2022, 12, 31)))))]
    for _ in range(draw(st.integers(0, parts - 1))):
        last = found[-1]
        since = plus_months(last.since, last.months * draw(st.integers(1, 6)))
        found.append(draw(rotas(since)))
    offices = {f"{key}.{n}": n for n in range(draw(st.integers(1, 3)))}
    return Scheme(key, offices, tuple(found))


@st.composite
def exceptions(draw, scheme):
    """Anything that may be decided, near where something changes."""
    changes = [each.start for each in terms_of(scheme)[1:12]]
    at = draw(st.sampled_from(changes))
    some = st.sampled_from([None, frozenset({next(iter(scheme.offices))})])
    about, pinned = draw(some), draw(st.booleans())
    near = at + datetime.timedelta(days=draw(st.integers(-200, 200)))
    return draw(
        st.sampled_from(
            [
                Swap(at, draw(st.sampled_from(changes)), about, pinned),
                Move(at, near, about, pinned),
                Shift(at, near, pinned),
                Interim(
                    draw(st.sampled_from(REGIONS)), min(at, near), max(at, near), about, pinned
                ),
            ]
        )
    )


def terms_of(scheme, *others, office=None):
    rotation = Rotation([scheme, *others], UNTIL)
    return rotation.terms(scheme.key, office or next(iter(scheme.offices)), scheme.start, UNTIL)


def days_of(terms, until=datetime.date.max):
    """Who has the office each day that something begins or ends, up to a day."""
    return [(each.region, each.start, min(each.end, until)) for each in terms if each.start < until]


@st.composite
def with_exceptions(draw):
    """A scheme with such exceptions as can be, of up to three."""
    scheme = draw(schemes())
    for _ in range(draw(st.integers(0, 3))):
        more = replace(scheme, exceptions=(*scheme.exceptions, draw(exceptions(scheme))))
        if not rotation_faults([more], ALL):
            scheme = more
    return scheme


@given(with_exceptions())
def test_every_office_is_with_exactly_one_region_on_every_day(scheme):
    for office in scheme.offices:
        terms = terms_of(scheme, office=office)
        assert terms[0].start == scheme.start
        assert terms[-1].end >= UNTIL
        assert all(each.start < each.end for each in terms)
        assert all(one.end == other.start for one, other in pairwise(terms))


@given(schemes(parts=1), st.integers(0, 5))
def test_every_region_has_equally_long_in_a_round(scheme, begins):
    (rota,) = scheme.parts
    size = len(rota.order)
    for office in scheme.offices:
        terms = terms_of(scheme, office=office)[begins : begins + size]
        assert sorted(each.region for each in terms) == sorted(rota.order)
        first, last = terms[0].start, terms[-1].end
        months = (last.year - first.year) * 12 + last.month - first.month
        assert months == size * rota.months


@given(with_exceptions(), st.data())
def test_a_new_order_from_a_day_changes_nothing_before_it(scheme, data):
    office = next(iter(scheme.offices))
    planned = Rotation([scheme], UNTIL).planned(scheme, office)
    later_than = scheme.parts[-1].since
    since = data.draw(st.sampled_from([e.start for e in planned if e.start > later_than][:12]))
    later = replace(scheme, parts=(*scheme.parts, data.draw(rotas(since))))
    assume(not rotation_faults([later], ALL))
    for office in scheme.offices:
        before, after = (terms_of(each, office=office) for each in (scheme, later))
        moved = [
            each.to for each in scheme.exceptions if isinstance(each, Move) and each.at == since
        ]
        until = min([since, *moved])
        assert days_of(before, until) == days_of(after, until)


@given(schemes(), st.data())
def test_an_exception_changes_nothing_before_what_it_speaks_of(scheme, data):
    each = data.draw(exceptions(scheme))
    after = replace(scheme, exceptions=(each,))
    assume(not rotation_faults([after], ALL))
    for office in scheme.offices:
        then, now = (terms_of(one, office=office) for one in (scheme, after))
        if isinstance(each, Swap):
            told = min(each.first, each.second)
            until = next(term.start for term in then if term.start <= told < term.end)
        else:
            until = each.start if isinstance(each, Interim) else min(each.at, each.to)
        assert days_of(then, until) == days_of(now, until)


@given(schemes(parts=1), st.data())
def test_offices_apart_never_meet(scheme, data):
    (rota,) = scheme.parts
    apart = replace(scheme, apart=True)
    found = {each.code for each in rotation_faults([apart], ALL)}
    assert found == ({"not-apart"} if len(scheme.offices) > len(rota.order) else set())


@given(with_exceptions())
def test_whoever_follows_in_the_same_region_is_always_there(scheme):
    office = next(iter(scheme.offices))
    led = replace(scheme, exceptions=tuple(each for each in scheme.exceptions if not each.pinned))
    assume(not rotation_faults([led], ALL))
    follower = Scheme("b", {"b.0": 0}, (Following(scheme.start, "a", office),))
    own = days_of(terms_of(led, office=office))
    assert days_of(terms_of(follower, scheme)) == own


@given(schemes(parts=1), st.integers(-4, 4))
def test_following_ahead_is_the_order_that_many_places_on(scheme, ahead):
    (rota,) = scheme.parts
    office = next(iter(scheme.offices))
    follower = Scheme("b", {"b.0": 0}, (Following(scheme.start, "a", office, ahead),))
    for one, other in zip(terms_of(scheme), terms_of(follower, scheme), strict=True):
        place = rota.order.index(one.region)
        assert other.region == rota.order[(place + ahead) % len(rota.order)]
        assert (one.start, one.end) == (other.start, other.end)


@given(schemes(), st.data())
def test_a_swap_lets_every_region_have_as_many_terms(scheme, data):
    changes = [each.start for each in terms_of(scheme)[:12]]
    swap = Swap(data.draw(st.sampled_from(changes)), data.draw(st.sampled_from(changes)))
    after = replace(scheme, exceptions=(swap,))
    assume(not rotation_faults([after], ALL))
    for office in scheme.offices:
        then, now = (terms_of(one, office=office) for one in (scheme, after))
        assert [each.start for each in then] == [each.start for each in now]
        assert sorted(each.region for each in then) == sorted(each.region for each in now)
        assert sum(one.region != other.region for one, other in zip(then, now, strict=True)) == 2
