"""Texts that are no documents: written as drafts, shown ahead, compared, published, taken back."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.test import Client

from organisation.models import OldAddress, Page, Shortcut, TextDraft
from tests import factories as make
from tests.portal.texts import TEXTS, fields_of, office, page, publish, signed_in, write

pytestmark = pytest.mark.django_db
WORD, DESK = "Kvastfening", "/arbetsyta/"


def shown(address: str) -> str:
    return Client().get(address).content.decode()


def test_a_draft_is_seen_by_nobody_else_until_it_is_published():
    client, text = signed_in(office()), page()
    answer = write(client, "sidor", text.pk, lead=f"{WORD} är en ingress.")
    assert answer.status_code == 302
    draft = TextDraft.objects.get()
    assert (draft.of, draft.values) == (text.pk, {"lead": [f"{WORD} är en ingress."]})
    assert WORD not in shown("/om/")
    ahead = client.get(f"{TEXTS}sidor/{text.pk}/forhandsgranska/").content.decode()
    assert WORD in ahead
    assert "Förhandsvisning" in ahead
    assert WORD in client.get(f"{TEXTS}sidor/{text.pk}/jamfor/").content.decode()
    assert WORD not in shown("/om/")
    assert publish(client, "sidor", text.pk).status_code == 302
    assert WORD in shown("/om/")
    text.refresh_from_db()
    last = text.history.first()
    assert (last.history_user, last.history_change_reason) == (draft.by, "Prov")
    assert TextDraft.objects.open().count() == 0


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved():
    client, text = signed_in(office()), page()
    page(path="andra", title="Andra")
    OldAddress.objects.create(path="gammal", target="andra")
    for values, told in (
        ({"title": ""}, "Fyll i fältet ”Rubrik”"),
        ({"title": "a" * 161}, "160"),
        ({"lead": "Ring 19121212-1212"}, "personnummer"),
        ({"body": "Ring 19121212-1212"}, "personnummer"),
        ({"path": "andra"}, "En annan sida har redan adressen. Välj en annan adress."),
        ({"path": "gammal"}, "leder i dag till /andra/"),
        ({"path": "Å/b/c"}, "små bokstäver"),
        ({"path": "arbetsyta/x"}, "upptagen av en sida som alltid finns"),
        ({"withdrawn": "2026-12-01"}, "Skriv varför sidan tas bort"),
        ({"owner": "a@b.test"}, "inte en person"),
    ):
        answer = write(client, "sidor", text.pk, **{"lead": "Kvar."} | values)
        body = answer.content.decode()
        assert answer.status_code == 400, values
        assert told in body, values
        assert TextDraft.objects.count() == 0
        if "lead" not in values:
            assert "Kvar." in body


def test_html_is_text_in_the_plain_form():
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, body="Hej <script>alert(1)</script> där.")
    publish(client, "sidor", text.pk)
    assert "&lt;script&gt;alert(1)" in shown("/om/")


def test_of_two_who_write_the_later_gets_the_first_ones_words_beside_their_own():
    first, second, text = signed_in(office()), signed_in(make.user()), page()
    address = f"{TEXTS}sidor/{text.pk}/"
    first.get(address)
    opened = second.get(address)
    write(first, "sidor", text.pk, lead="Förstas ord.")
    sent = fields_of(opened.content.decode()) | {"lead": "Andras ord."}
    answer = second.post(address, sent)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Förstas ord." in body
    assert "Andras ord." in body
    assert TextDraft.objects.get().values == {"lead": ["Förstas ord."]}
    again = fields_of(body) | {"lead": "Bådas ord."}
    assert second.post(address, again).status_code == 302
    assert TextDraft.objects.get().values == {"lead": ["Bådas ord."]}


def test_a_form_without_its_version_is_refused():
    client, text = signed_in(office()), page()
    write(client, "sidor", text.pk, lead="Först.")
    answer = client.post(
        f"{TEXTS}sidor/{text.pk}/", {"title": "Om oss", "path": "om", "lead": "Nu."}
    )
    assert answer.status_code in (400, 409)
    assert TextDraft.objects.get().values == {"lead": ["Först."]}


def test_what_another_has_published_since_is_not_written_over():
    client, text = signed_in(office()), page(lead="Från början.")
    write(client, "sidor", text.pk, lead="Mitt.", owner="Staben")
    text.lead = "Någon annans."
    text.save()
    answer = publish(client, "sidor", text.pk)
    assert answer.status_code == 400
    assert "Någon annan har publicerat" in answer.content.decode()
    text.refresh_from_db()
    assert (text.lead, text.owner) == ("Någon annans.", "")
    body = client.get(f"{TEXTS}sidor/{text.pk}/").content.decode()
    assert "Någon annans." in body
    assert "Mitt." in body
    write(client, "sidor", text.pk, lead="Bådas.")
    assert publish(client, "sidor", text.pk).status_code == 302
    text.refresh_from_db()
    assert (text.lead, text.owner) == ("Bådas.", "Staben")


def test_what_another_changed_elsewhere_in_the_record_stays():
    client, text = signed_in(office()), page(lead="Från början.")
    write(client, "sidor", text.pk, lead="Mitt.")
    text.title = "Ny rubrik"
    text.save()
    assert publish(client, "sidor", text.pk).status_code == 302
    text.refresh_from_db()
    assert (text.lead, text.title) == ("Mitt.", "Ny rubrik")


def test_a_changed_address_leads_on_and_tells_what_links_to_it():
    client, text = signed_in(office()), page()
    page(path="andra", title="Andra", body='<p><a href="/om/">Om</a></p>')
    Shortcut.objects.create(place="footer", label="Om", target="/om/")
    write(client, "sidor", text.pk, path="om-oss")
    body = client.get(f"{TEXTS}sidor/{text.pk}/publicera/").content.decode()
    assert "Från /om/ till /om-oss/" in body
    assert ">Andra</a>" in body
    assert ">Om</a>" in body
    assert client.get(f"{TEXTS}sidor/{text.pk}/forhandsgranska/").status_code == 200
    publish(client, "sidor", text.pk)
    assert Client().get("/om/").headers["Location"] == "/om-oss/"


def test_a_body_is_renamed_from_a_day():
    client, body = signed_in(office()), make.body("Gamla namnet", path="grupper/prov")
    name = body.names.get()
    day = datetime.date(2030, 1, 1)
    write(client, "namn", name.pk, name="Nya namnet", from_day=str(day))
    ahead = client.get(f"{TEXTS}namn/{name.pk}/forhandsgranska/").content.decode()
    assert "Nya namnet" in ahead
    publish(client, "namn", name.pk)
    assert [(each.name, each.start, each.end) for each in body.names.order_by("pk")] == [
        ("Gamla namnet", None, day),
        ("Nya namnet", day, None),
    ]
    assert "Gamla namnet" in shown("/grupper/prov/")
    assert "Nya namnet" in shown("/grupper/prov/?datum=2030-01-01")


def test_a_name_is_put_right_where_it_stands():
    client, body = signed_in(office()), make.body("Fel namn", path="grupper/prov")
    write(client, "namn", body.names.get().pk, name="Rätt namn")
    publish(client, "namn", body.names.get().pk)
    assert body.names.get().name == "Rätt namn"


def test_a_new_page_is_a_draft_until_it_is_published():
    client = signed_in(office())
    answer = write(client, "sidor", "ny", title=WORD, path="ny-sida", body="## Rubrik\n\nText.")
    assert answer.status_code == 302
    draft = TextDraft.objects.get()
    key = f"ny-{draft.pk}"
    assert answer.headers["Location"] == f"{TEXTS}sidor/{key}/"
    assert WORD in client.get(f"{TEXTS}sidor/{key}/forhandsgranska/").content.decode()
    assert Client().get("/ny-sida/").status_code == 404
    answer = publish(client, "sidor", key)
    made = Page.objects.get(path="ny-sida")
    assert answer.headers["Location"] == f"{TEXTS}sidor/{made.pk}/"
    assert WORD in shown("/ny-sida/")


def test_a_double_click_makes_one_draft():
    client = signed_in(office())
    sent = fields_of(client.get(f"{TEXTS}lankar/ny/").content.decode())
    sent |= {"label": "Om", "place": "footer", "target": "/om/"}
    places = {client.post(f"{TEXTS}lankar/ny/", sent).headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert TextDraft.objects.count() == 1


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//evil.se"])
def test_a_link_that_is_no_link_is_refused_at_the_field(target):
    client = signed_in(office())
    values = {"label": "Hit", "place": "entrance", "target": target}
    answer = write(client, "lankar", "ny", **values)
    assert answer.status_code == 400
    assert "börjar med ett snedstreck" in answer.content.decode()
    assert TextDraft.objects.count() == 0


def test_what_is_not_ones_own_is_not_there():
    office()
    text, body = page(), make.body(path="grupper/prov")
    support = make.user(office=False)
    make.holding(support, body, "processtod")
    staff = signed_in(make.user())
    kind = body.kind
    for client, address in (
        (signed_in(support), f"sidor/{text.pk}/"),
        (signed_in(support), f"organ/{body.pk}/"),
        (staff, f"slag-av-organ/{kind.pk}/"),
        (staff, "sjukvardsregion/1/"),
        (staff, "organ/ny/"),
        (staff, "finns-inte/1/"),
        (staff, "sidor/999999999999999999/"),
        (staff, "sidor/ny-77/"),
        (staff, f"sidor/{text.pk}/publicera/"),
        (staff, f"sidor/{text.pk}/aterstall/99/"),
    ):
        assert client.get(f"{TEXTS}{address}").status_code == 404, address


def test_a_reader_gets_the_same_page_and_a_writer_a_way_to_its_texts():
    client, _ = signed_in(office()), page()
    assert TEXTS not in shown("/om/")
    body = client.get("/om/").content.decode()
    assert "Ändra sidan" in body
    assert "Alla texter på sidan" in body
    listed = client.get(f"{TEXTS}?sida=/om/").content.decode()
    assert "Om oss" in listed


def test_who_answers_for_a_page_is_no_person():
    client, text = signed_in(office()), page()
    make.person("Anna Provmark")
    answer = write(client, "sidor", text.pk, owner="Kontakta Anna Provmark")
    assert answer.status_code == 400
    assert "inte en person" in answer.content.decode()
    assert (
        write(client, "sidor", text.pk, owner="Regionsjukvårdsledningens stab").status_code == 302
    )


def test_no_address_gives_away_a_draft():
    """All that a stranger, or someone signed in without the right, can follow from the pages that
    show the text, what is sought by its word, and the draft's own addresses."""
    client, text = signed_in(office()), page()
    body = make.body("Provgruppen", path="grupper/prov")
    draft_of = {"sidor": text.pk, "organ": body.pk, "namn": body.names.get().pk}
    write(client, "sidor", text.pk, lead=WORD, title=WORD)
    write(client, "organ", body.pk, summary=WORD, path="grupper/sopning")
    write(client, "namn", body.names.get().pk, name=WORD, from_day="2030-01-01")
    new = write(client, "sidor", "ny", title=WORD, path="sopning").headers["Location"]
    assert TextDraft.objects.open().count() == 4
    own = [
        f"{TEXTS}{kind}/{pk}/{page}"
        for kind, pk in draft_of.items()
        for page in ("", "forhandsgranska/", "jamfor/", "historik/", "publicera/")
    ]
    public = [
        *("/", "/om/", "/nytt/", f"/nytt/?q={WORD}", "/sitemap.xml", "/organisation/"),
        *("/grupper/", "/grupper/prov/", "/grupper/sopning/", "/sopning/"),
        *("/organisation/skiss/", "/regioner/", "/grupper/prov/?datum=2030-06-01"),
        *("/om/?datum=2030-06-01", "/loften/"),
    ]
    stranger = signed_in(make.user(office=False))
    for who in (Client(), stranger):
        waiting, seen = {*public, *own, new, TEXTS}, set()
        while waiting:
            address = waiting.pop()
            seen.add(address)
            answer = who.get(address)
            told = answer.content.decode() + str(answer.headers)
            # What was asked for stands in the way to leave feedback, and to sign in.
            for each in (f"q={WORD}", quote(f"q={WORD}"), quote(f"q={WORD}", safe="")):
                told = told.replace(each, "")
            assert WORD.lower() not in told.lower(), address
            if answer.status_code == 200:
                links = set(re.findall(r'href="(/[^"#?]*)"', told))
                waiting |= {each for each in links - seen if not each.startswith("/static/")}
        assert len(seen) > 25
