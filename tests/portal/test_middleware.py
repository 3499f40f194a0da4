import pytest
from django.http import HttpResponse

from portal.middleware import CONTENT_SECURITY_POLICY, HEADERS, NoNul, SecurityHeaders
from tests import factories as make


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/favicon.svg", "/finns-inte/", "/finns-inte"])
def test_every_answer_carries_the_security_headers_and_no_cookie(path, client):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    answer.close()


def test_policy_allows_the_site_itself_and_nothing_inline():
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert set(directives.values()) == {"'none'", "'self'"}


def test_stricter_policy_of_a_view_is_kept(rf):
    def view(request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    answer = SecurityHeaders(view)(rf.get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
def test_plain_http_is_redirected_with_the_headers_where_https_is_on(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/%00/", 404), ("/static/%00", 404), ("/arbetsyta/historik/organ/%00/", 404)),
        ("/arbetsyta/historik/person/%00/", 404),
        *((f"/arbetsyta/organ/lista/?{name}=%00", 400) for name in ("organ", "slag", "region")),
        *(("/?datum=%00", 400), ("/nytt/?organ=a%00b", 400), ("/?%00=1", 400)),
        ("/?ord=%2500", 200),
    ],
)
def test_nul_in_an_address_is_nowhere_and_in_a_question_unreadable(client, address, status):
    make.healthcare_region()
    client.force_login(make.user())
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if status == 400:
        assert "Adressen går inte att läsa" in answer.content.decode()


@pytest.mark.parametrize("sent", [{"a": "x\0"}, {"x\0": "a"}, {"a": ["b", "\0"]}])
def test_nul_that_no_field_has_refused_is_not_the_sites_fault(rf, sent):
    middleware = NoNul(None)
    answer = middleware.process_exception(rf.post("/", sent), ValueError("NUL"))
    assert answer.status_code == 400
    assert middleware.process_exception(rf.post("/", sent), KeyError("a")) is None
    assert middleware.process_exception(rf.post("/", {"a": "b"}), ValueError("a")) is None
