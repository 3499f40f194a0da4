"""Rules of composition that were just decided can be taken back, or ended on another day."""

import datetime

import pytest

from bodies.actions import composition_rules as actions
from bodies.models import CompositionRule
from organisation.actions.records import version_of
from organisation.actions.refusals import Refused
from organisation.dates import today
from tests import factories as make

from .test_composition import admin, at, board, hidden, sent, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def saved(client, address, values) -> str:
    """What the page says when a rule is decided: seen first, then saved."""
    answer = client.post(address, values)
    assert answer.status_code == 200, answer.content.decode()
    answer = client.post(address, values | {"seen": hidden(answer, "seen"), "spara": "ja"})
    return text_of(client.get(answer.url))


def undone(client, board) -> str:  # noqa: F811
    return text_of(client.post(at("desk_composition_undo", board), follow=True))


def test_new_rule_is_taken_back(client, board):  # noqa: F811
    told = saved(client, at("desk_rule_add", board), sent())
    assert "Senast: Regeln är sparad. Det går att ångra tills någon ändrar reglerna igen." in told
    assert CompositionRule.objects.count() == 2
    undone(client, board)
    [left] = CompositionRule.objects.all()
    assert left.role.slug == "ledamot"
    gone = CompositionRule.history.filter(history_type="-").get()
    assert gone.history_user.first_name == "Ada"
    assert (
        "Det finns inget att ångra"
        in client.post(at("desk_composition_undo", board), follow=True).content.decode()
    )


def test_changed_rule_is_as_it_was_and_the_new_one_goes(client, board):  # noqa: F811
    rule = CompositionRule.objects.get()
    since = today() + 30 * DAY
    rule.most = 3
    kept = actions.change_rule(
        rule, version_of(rule), since, by=make.user("Bo", is_superuser=True), on=today(), why="x"
    )
    how = actions.undoing(kept)
    actions.undo_rules(how, by=make.user("Cy", is_superuser=True), on=today())
    [left] = CompositionRule.objects.all()
    assert (left.pk, left.most, left.end) == (rule.pk, 2, None)


def test_what_someone_has_changed_since_is_not_taken_back(client, board):  # noqa: F811
    by = make.user("Bo", is_superuser=True)
    rule = CompositionRule.objects.get()
    how = actions.undoing(
        actions.end_rule(rule.pk, version_of(rule), today(), by=by, on=today(), why="x")
    )
    rule.refresh_from_db()
    rule.source_note = "Ny."
    rule.save()
    with pytest.raises(Refused, match="Någon har ändrat regeln sedan dess"):
        actions.undo_rules(how, by=by, on=today())
    rule.refresh_from_db()
    assert rule.end == today()


def test_rule_that_has_ended_tells_what_is_wrong_from_today_when_it_is_prolonged(client, board):  # noqa: F811
    rule = CompositionRule.objects.get()
    rule.end = today() - 30 * DAY
    rule.save()
    values = {"last": str(today() + 365 * DAY), "why": "Beslut", "version": version_of(rule)}
    told = text_of(client.post(at("desk_rule_end", board, rule.pk), values))
    assert "Platser saknas: 2 ledamot för Region Söder" in told


def test_rule_whose_role_is_gone_is_not_put_back(client, board):  # noqa: F811
    by = make.user("Bo", is_superuser=True)
    gone = make.role("ersattare")
    rule = CompositionRule.objects.get()
    first, rule.role = rule.role, gone
    rule.save()
    rule.role = first
    how = actions.undoing(
        actions.change_rule(rule, version_of(rule), None, by=by, on=today(), why="x")
    )
    gone.delete()
    with pytest.raises(Refused, match="finns inte längre"):
        actions.undo_rules(how, by=by, on=today())


def test_rule_that_ends_can_end_later(client, board):  # noqa: F811
    rule = CompositionRule.objects.get()
    rule.end = today() + 30 * DAY
    rule.save()
    later = today() + 60 * DAY
    values = {"last": str(later), "why": "Beslut", "version": version_of(rule)}
    told = saved(client, at("desk_rule_end", board, rule.pk), values)
    assert "Senast: Regelns sista dag är ändrad." in told
    rule.refresh_from_db()
    assert rule.end == later + DAY
    undone(client, board)
    rule.refresh_from_db()
    assert rule.end == today() + 30 * DAY
