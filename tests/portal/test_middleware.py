import pytest
from django.http import HttpResponse

from portal.middleware import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders


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
