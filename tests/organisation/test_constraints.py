"""The database refuses each impossible invitation, request, draft of a text and silence by itself,
whatever writes to it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from organisation.models import AccessRequest, FindingSilence, Invitation, TextDraft
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SET = "UPDATE organisation_invitation SET "


def refused(sql, statement, *values, by: str):
    with pytest.raises(IntegrityError, match=by), transaction.atomic():
        sql(statement, *values)


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
