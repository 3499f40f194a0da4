"""Looking for a word at every door of the site: all addresses that can be guessed, all that those
link to, and what their answers hold."""

import datetime
import html
import io
import re
import zipfile
from itertools import product

from django.test import Client

from tests.portal.test_access import AUDIENCES

WORD = "Kvastfening"

# What a stranger may guess at each place of an address. A new place fails the test until it's here.
GUESSES = {
    "<body_path:path>": ["grupper/prov", "grupper/syster", "grupper"],
    "<yearly:slug>": ["handlingsplan", "arsrapport"],
    "<int:year>": [2026],
    "<governing:step>": ["reglemente", "overenskommelse-2026", "mall-prov"],
    "<day:day>": [datetime.date(2027, 1, 1)],
    "<day:first>": [datetime.date(2025, 1, 1)],
    "<int:number>": [1, 2, 3],
    "<int:first>": [1, 2],
    "<int:second>": [2, 3],
    "<int:pk>": [1],
    "<int:row>": [1],
    "<uuid:pk>": ["00000000-0000-4000-8000-000000000000"],
    "<slug:form>": ["csv", "xlsx"],
    "<int:comment_pk>": [1],
    "<int:file>": [1],
    "<str:name>": ["plan.pdf", "hemlig.docx"],
    "<slug:slug>": ["norr", "prov-provsson", "prov-gemensamt", "prov-senare"],
    "<slug:key>": ["avsnitt-1"],
    "<slug:name>": ["publicera"],
    "<slug:kind>": ["grupp", "sidor"],
    "<text_key:key>": ["1", "ny"],
    # Of signing in.
    "<base36:uidb36>": [1],
    "<str:key>": ["nyckel", "body:1", "post:1"],
    # Of findings.
    "<slug:code>": ["vacant", "no-contact", "interpretation"],
    "<slug:provider_id>": ["region"],
    "<slug:token>": ["klar", "gissat"],
    "<slug:of>": ["organ", "version", "gemensam-text", "post", "uppdrag", "person", "sida"],
    "<path:place>": ["1", "grupper/prov", "prov-provsson", "prov-gemensamt", "prov-senare"],
}
PLACE = re.compile(r"<[^>]+>")
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')


def guessed(edition) -> set[str]:
    """Every address of the URLconf with every guess in its places, also those of the draft."""
    own = {"<int:pk>": [edition.pk], "<int:number>": [*GUESSES["<int:number>"], edition.number]}
    found = set()
    for pattern in AUDIENCES:
        places = PLACE.findall(pattern)
        for values in product(*((GUESSES | own)[each] for each in places)):
            address = pattern
            for place, value in zip(places, values, strict=True):
                address = address.replace(place, str(value), 1)
            found.add(f"/{address}")
    return found


def leaks(edition, user=None, word=WORD) -> list[str]:
    """The addresses whose answer holds the word: all that can be guessed, all that they link to,
    all on the site map; today, looking back and looking ahead; and what is sought by the word.
    Asked anonymously, or by an account; which looks at its own pages and the drafts', since public
    pages are the same for all."""
    client = Client()
    waiting = guessed(edition) | {f"/nytt/?organ=grupper/prov&q={word}"}
    if user:
        client.force_login(user)
        waiting = {each for each in waiting if each.startswith("/arbetsyta/")}
        waiting |= {"/", "/nytt/", "/konto/", "/grupper/prov/", "/grupper/prov/uppdrag/"}
        waiting |= {"/grupper/prov/dokument/", "/grupper/prov/aktiviteter/1/"}
    seen, leaking = set(), []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/logga-ut/")):
            continue
        seen.add(address)
        answer = client.get(address)
        text = text_in(answer) + str(answer.headers)
        if word.lower() in text.replace(f"q={word}", "").lower():
            leaking.append(address)
        if answer.status_code == 200 and "datum=" not in address:
            waiting |= {html.unescape(each) for each in LINK.findall(text)}
            if not user:
                at = address.split("?")[0]
                waiting |= {f"{at}?datum={day}" for day in ("2025-06-01", "2027-06-01")}
            waiting |= set(re.findall(r"<loc>http://testserver(/[^<]*)</loc>", text))
    assert len(seen) > 60
    return leaking


def text_in(answer) -> str:
    """What stands in an answer, also when it is a Word file."""
    content = answer.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b"".join(file.read(each) for each in file.namelist())
    return content.decode(errors="replace")
