"""The database refuses what can't be true of people, lists, sources, mail, invitations, requests,
drafts of texts and silences by itself, whatever writes to it."""

import datetime

import pytest

from organisation.models import (
    AccessRequest,
    FindingSilence,
    Invitation,
    Outbox,
    Shortcut,
    Source,
    SourceDisagreement,
    SourceDisagreementSource,
    TextDraft,
)
from tests import factories as make
from tests.factories import NOW
from tests.refusing import refused

pytestmark = pytest.mark.django_db
SET = "UPDATE organisation_invitation SET "


def invitation(person=None, **values) -> Invitation:
    return Invitation.objects.create(
        person=person or make.person(),
        email="prov@prov.example",
        token_hash=f"{Invitation.objects.count():064}",
        invited_by=make.user(office=False),
        invited_at=NOW,
        expires_at=NOW + datetime.timedelta(days=7),
        **values,
    )


def test_two_waiting_invitations_of_one_person_are_refused(sql):
    first, second = invitation(), invitation()
    refused(
        sql,
        SET + "person_id = %s WHERE id = %s",
        first.person_id,
        second.pk,
        by="invitation_one_waits_per_person",
    )


def test_invitation_that_is_over_when_it_begins_is_refused(sql):
    invitation()
    refused(sql, SET + "expires_at = invited_at", by="invitation_expires_afterwards")


def test_invitation_used_by_no_account_is_refused(sql):
    invitation()
    refused(sql, SET + "accepted_at = now()", by="invitation_accepted_by_an_account")


def test_invitation_used_and_taken_back_is_refused(sql):
    user = make.user(office=False)
    invitation(accepted_at=NOW, account=user)
    refused(
        sql,
        SET + "revoked_at = now(), revoked_by_id = %s",
        user.pk,
        by="invitation_accepted_by_an_account",
    )


def test_invitation_taken_back_by_nobody_is_refused(sql):
    invitation()
    refused(sql, SET + "revoked_at = now()", by="invitation_revoked_by_someone")


def test_two_open_requests_of_one_sign_in_are_refused(sql):
    values = {"provider": "r", "issuer": "i", "name": "Prov", "email": "p@prov.example"}
    for subject in ("a", "b"):
        AccessRequest.objects.create(
            subject=subject, region=make.region(), text="Hej", made_at=NOW, **values
        )
    refused(
        sql, "UPDATE organisation_accessrequest SET subject = 'c'", by="access_request_one_open"
    )


def test_accounts_that_differ_by_case_alone_are_refused(sql):
    first, second = make.user(office=False), make.user(office=False)
    change = "UPDATE organisation_user SET {} = %s WHERE id = %s"
    for column, by in (("username", "user_username_once"), ("email", "user_email_once")):
        value = getattr(first, column).upper()
        refused(sql, change.format(column), value, second.pk, by=by)


DRAFT = "UPDATE organisation_textdraft SET "


def text_draft(of: int) -> TextDraft:
    return TextDraft.objects.create(
        label="organisation.page", of=of, token=f"{of:064}", by=make.user(office=False)
    )


def test_two_open_drafts_of_one_text_are_refused(sql):
    text_draft(1)
    second = text_draft(2)
    refused(sql, DRAFT + '"of" = 1 WHERE id = %s', second.pk, by="text_draft_one_open_of_a_record")


def test_draft_planned_by_nobody_is_refused(sql):
    text_draft(1)
    refused(sql, DRAFT + "publish_on = '2026-02-06'", by="text_draft_planned_is_approved")


def test_draft_both_published_and_dropped_is_refused(sql):
    text_draft(1)
    refused(
        sql,
        DRAFT + "published_at = now(), dropped_at = now()",
        by="text_draft_published_or_dropped",
    )


def test_same_finding_silenced_twice_is_refused(sql):
    for subject in ("body:1", "body:2"):
        FindingSilence.objects.create(
            code="vacant", subject=subject, told="x", reason="y", until="2026-02-06", by=make.user()
        )
    refused(
        sql,
        "UPDATE organisation_findingsilence SET subject = 'body:1'",
        by="finding_silenced_once",
    )


def test_two_affiliations_at_once_are_refused(sql):
    person = make.person()
    make.affiliation(person, make.region(), end="2026-01-01")
    refused(
        sql,
        'INSERT INTO organisation_affiliation (person_id, region_id, start, "end", title, unit,'
        " party, source_note, interpretation) VALUES (%s, %s, '2025-01-01', NULL, '', '', '',"
        " '', '')",
        person.pk,
        make.region().pk,
        by="affiliation_one_at_a_time",
    )


def test_second_healthcare_region_is_refused(sql):
    make.healthcare_region()
    refused(sql, "UPDATE organisation_healthcareregion SET id = 2", by="healthcare_region_is_one")


def test_person_merged_into_itself_is_refused(sql):
    make.person()
    refused(
        sql,
        "UPDATE organisation_person SET merged_into_id = id",
        by="person_not_merged_into_itself",
    )


def test_same_shortcut_twice_in_a_place_is_refused(sql):
    for label in ("Ett", "Två"):
        Shortcut.objects.create(place="footer", label=label)
    refused(sql, "UPDATE organisation_shortcut SET label = 'Samma'", by="shortcut_once_per_place")


def test_source_twice_in_a_disagreement_is_refused(sql):
    disagreement = SourceDisagreement.objects.create(code="d", subject="x")
    for code in ("a", "b"):
        source = Source.objects.create(code=code, title=code)
        SourceDisagreementSource.objects.create(disagreement=disagreement, source=source)
    refused(
        sql,
        "UPDATE organisation_sourcedisagreementsource SET source_id = %s",
        source.pk,
        by="disagreement_source_once",
    )


def test_mail_sent_without_having_been_claimed_is_refused(sql):
    Outbox.objects.create(key="k", to="a@rjl.example", subject="S", text="T")
    refused(sql, "UPDATE organisation_outbox SET sent = now()", by="outbox_claimed_before_sent")


def inhabitants():
    return make.inhabitants(make.region(), 2020, 1000)


def test_two_numbers_of_inhabitants_of_a_year_are_refused(sql):
    first = inhabitants()
    make.inhabitants(first.region, 2021, 1000)
    refused(sql, "UPDATE organisation_inhabitants SET year = 2020", by="inhabitants_once_a_year")


@pytest.mark.parametrize("year", [1899, 2201])
def test_inhabitants_of_what_is_no_year_are_refused(sql, year):
    inhabitants()
    refused(sql, "UPDATE organisation_inhabitants SET year = %s", year, by="inhabitants_in_a_year")


def test_region_without_inhabitants_is_refused(sql):
    inhabitants()
    refused(sql, "UPDATE organisation_inhabitants SET number = 0", by="inhabitants_are_some")
