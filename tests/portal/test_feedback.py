"""Feedback: stored whatever happens to the mail, sent once, and taken from this site only."""

import datetime
import socket
import time
from unittest import mock

import pytest
from aiosmtpd.controller import Controller
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from organisation.actions.feedback import take_feedback
from organisation.actions.mail import LOST_AFTER, queue_mail, send_mail_queue
from organisation.models import Feedback, HealthcareRegion, Outbox
from portal.views.feedback import OLDEST, SALT
from tests import factories as make

pytestmark = pytest.mark.django_db

HERE = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "Ordföranden för Tandvård är fel. <b>Rätta</b> det!"


class Inbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_server(settings, port):
    """The settings of a mail server that isn't there until `start` is called."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    inbox.start = controller.start
    yield inbox
    if controller.server:
        controller.stop()


@pytest.fixture
def region(db):
    region = make.healthcare_region()
    HealthcareRegion.objects.update(feedback_email="stab@rjl.example")
    return region


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True)


def token(age=60):
    with mock.patch("django.core.signing.time.time", return_value=time.time() - age):
        return signing.TimestampSigner(salt=SALT).sign("ett-kvitto")


def send(reader, *, origin=HERE, age=60, **values):
    data = {"text": TEXT, "sida": "/programomraden/tandvard/", "kvitto": token(age)} | values
    return reader.post("/synpunkter/", data, **origin)


def test_form_names_the_page_and_sets_no_cookie(reader, region):
    answer = reader.get("/synpunkter/?sida=/programomraden/tandvard/")
    text = answer.content.decode()
    assert 'name="sida" value="/programomraden/tandvard/"' in text
    assert not answer.cookies


@pytest.mark.parametrize("page", ["https://annan.example/", "//annan.example", "javascript:x", ""])
def test_page_of_another_site_becomes_the_home_page(reader, region, page):
    text = reader.get("/synpunkter/", {"sida": page}).content.decode()
    assert 'name="sida" value="/"' in text


def test_feedback_is_stored_as_written_and_thanked_for(reader, region):
    answer = send(reader, email="anna@rjl.example")
    assert (answer.status_code, answer["Location"]) == (303, "/synpunkter/tack/")
    assert not answer.cookies
    stored = Feedback.objects.get()
    assert (stored.text, stored.path, stored.email) == (
        TEXT,
        "/programomraden/tandvard/",
        "anna@rjl.example",
    )
    assert "sparad" in reader.get("/synpunkter/tack/").content.decode()


def test_mail_server_down_loses_nothing_and_back_gets_it_once(reader, region, mail_server):
    send(reader, email="anna@rjl.example")
    for _ in range(3):
        delivery = send_mail_queue(timezone.now)
        assert (delivery.sent, delivery.failed, delivery.lost) == (0, 1, 0)
    waiting = Outbox.objects.get()
    assert (waiting.attempts, waiting.sent, waiting.claimed) == (3, None, None)
    mail_server.start()
    assert send_mail_queue(timezone.now).sent == 1
    assert send_mail_queue(timezone.now).sent == 0
    (mail,) = mail_server.mails
    assert mail.rcpt_tos == ["stab@rjl.example"]
    assert b"Reply-To: anna@rjl.example" in mail.content


def test_same_form_twice_is_stored_and_sent_once(reader, region, mail_server):
    mail_server.start()
    for _ in range(3):
        assert send(reader).status_code == 303
    send_mail_queue(timezone.now)
    assert (Feedback.objects.count(), len(mail_server.mails)) == (1, 1)


def test_mail_whose_sender_died_is_told_of_and_never_sent_again(region, mail_server):
    mail_server.start()
    mail = queue_mail(key="k", to="a@rjl.example", subject="S", text="T")
    mail.claimed = timezone.now() - 2 * LOST_AFTER
    mail.save()
    delivery = send_mail_queue(timezone.now)
    assert (delivery.sent, delivery.lost) == (0, 1)
    assert mail_server.mails == []


def test_subject_can_not_hold_a_header(region):
    mail = queue_mail(key="k", to="a@rjl.example", subject="S\r\nBcc: x@y.example", text="T")
    assert mail.subject == "S Bcc: x@y.example"


def test_without_a_mail_server_the_command_says_what_waits(region, settings):
    settings.EMAIL_HOST = ""
    queue_mail(key="k", to="a@rjl.example", subject="S", text="T")
    with pytest.raises(CommandError, match="1 brev väntar"):
        call_command("send_mail_queue")


def test_without_a_recipient_feedback_is_stored_all_the_same(reader):
    make.healthcare_region()
    assert send(reader).status_code == 303
    assert (Feedback.objects.count(), Outbox.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": ""}, "Skriv vad du vill säga om sidan."),
        ({"text": "   "}, "Skriv vad du vill säga om sidan."),
        ({"text": "x" * 100_000}, "Den har 100000."),
        ({"text": "Det gäller 20000101-2384."}, "Ta bort det"),
        ({"email": "ingen adress"}, "namn@exempel.se"),
        ({"kvitto": "påhittat"}, "legat öppet för länge"),
        ({"kvitto": ""}, "legat öppet för länge"),
        ({"age": OLDEST + 60}, "legat öppet för länge"),
        ({"age": 0}, "Det gick för fort"),
        ({"origin": {}}, "inte se att formuläret skickades från den här webbplatsen"),
        ({"origin": {"HTTP_ORIGIN": "https://annan.example"}}, "inte se att formuläret"),
        ({"origin": {"HTTP_ORIGIN": "null"}}, "inte se att formuläret"),
        ({"origin": {"HTTP_REFERER": "http://testserver.annan.example/"}}, "inte se att"),
    ],
)
def test_what_is_wrong_is_told_and_the_text_is_kept(reader, region, change, says):
    answer = send(reader, **change)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert says in text
    assert not Feedback.objects.exists()
    kept = change.get("text", TEXT).strip()
    assert kept[:200].replace("<", "&lt;").replace(">", "&gt;") in text


def take(number: int, now) -> None:
    take_feedback(
        token=f"nr-{number}", path="/om/", text=TEXT, email="", recipient="a@rjl.example", now=now
    )


def test_flood_of_feedback_is_stored_and_not_mailed(region):
    now = timezone.now()
    for number in range(25):
        take(number, now)
    assert (Feedback.objects.count(), Outbox.objects.count()) == (25, 20)
    assert not Outbox.objects.filter(text__contains="kommit in utan brev").exists()


def test_mail_after_a_flood_says_once_how_many_wait(region):
    now = timezone.now()
    for number in range(25):
        take(number, now)
    almost = Outbox.objects.order_by("pk").first().created + datetime.timedelta(hours=1)
    take(25, almost - datetime.timedelta(microseconds=1))
    assert Outbox.objects.count() == 20
    later = Outbox.objects.order_by("pk").last().created + datetime.timedelta(hours=1)
    take(26, later)
    take(27, later)
    told, after = Outbox.objects.order_by("pk")[20:]
    assert "6 synpunkter till har kommit in utan brev." in told.text
    assert "utan brev" not in after.text


def test_one_that_waits_is_told_of_in_the_singular(region):
    for number in range(21):
        take(number, timezone.now())
    take(21, Outbox.objects.order_by("pk").last().created + datetime.timedelta(hours=1))
    last = Outbox.objects.order_by("pk").last()
    assert "En synpunkt till har kommit in utan brev. Den väntar" in last.text


def test_text_is_never_markup(reader, region):
    text = send(reader, text="<script>x()</script>", kvitto="").content.decode()
    assert "<script>x()" not in text


def test_trap_is_told_nothing_and_stores_nothing(reader, region):
    answer = send(reader, webbplats="https://spam.example")
    assert answer["Location"] == "/synpunkter/tack/"
    assert not Feedback.objects.exists()


def test_every_page_leads_to_the_form(client, region):
    assert 'href="/synpunkter/?sida=%2F"' in client.get("/").content.decode()
