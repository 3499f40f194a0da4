"""Fetches the site's pages over HTTP, follows their links, and reads their structure."""

import http.client
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from justhtml import JustHTML

from portal.middleware import HEADERS

HEADINGS = [f"h{level}" for level in range(1, 7)]
SECTIONING = {"article", "aside", "main", "nav", "section"}
# What may stand directly inside an element, beside text that is only space.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}
INTERACTIVE = {"a", "button", "input", "select", "summary", "textarea", "label", "details"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")

# What a page leads to that is no page: a table to take home, a calendar to subscribe to.
FILES = {"text/csv", "text/calendar"}
FEEDBACK, SIGN_IN = "/synpunkter/", "/logga-in/"
# The step of an address below which the files of a version lie.
ATTACHED = "/filer/"
WORKSPACE, INVITATION = "/arbetsyta/", "/inbjudan/"
# The public page that gives an anonymous visitor a cookie, and which one.
COOKIES = {SIGN_IN: "csrf="}


@dataclass
class Answer:
    """What the site answered."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    wire: int

    @cached_property
    def document(self) -> JustHTML:
        return JustHTML(self.body.decode(), collect_errors=True, sanitize=False)

    def all(self, selector: str) -> list:
        return self.document.query(selector)

    def links(self) -> list[str]:
        """The addresses within the site that the page's links lead to, without fragments."""
        given = [urlsplit(each.attrs["href"]) for each in self.all("a[href]")]
        inside = [each.geturl() for each in given if not each.scheme and not each.netloc]
        return [urldefrag(urljoin(self.path, each))[0] for each in inside]

    def files(self) -> list[str]:
        """The addresses of what a browser fetches by itself to show the page."""
        wanted = [
            # The canonical address is told to search engines; no browser fetches it.
            *(
                each.attrs["href"]
                for each in self.all("link[href]")
                if each.attrs.get("rel") != "canonical"
            ),
            *(each.attrs["src"] for each in self.all("[src]")),
        ]
        return [urljoin(self.path, each) for each in wanted]


class Reader:
    """A client that keeps its connection, as browsers do."""

    def __init__(self, site: str):
        self.connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)

    def get(self, path: str, encoding: str = "identity", method: str = "GET") -> Answer:
        asked = (method, path, {"Accept-Encoding": encoding})
        try:
            try:
                response = self._answer(*asked)
            except (http.client.RemoteDisconnected, ConnectionResetError):
                # A server may close a connection that has been idle, as while many pages were
                # looked at; what changes nothing is asked again (RFC 9110, 9.2.2).
                self.connection.close()
                if method not in ("GET", "HEAD"):
                    raise
                response = self._answer(*asked)
            body = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()  # the next request opens it anew
            raise
        head = sum(len(name) + len(value) + 4 for name, value in response.headers.items())
        return Answer(path, response.status, response.headers, body, wire=len(body) + head)

    def _answer(self, method: str, path: str, headers: dict) -> http.client.HTTPResponse:
        self.connection.request(method, path, headers=headers)
        return self.connection.getresponse()

    def close(self) -> None:
        self.connection.close()


def crawl(reader: Reader, start: str) -> dict[str, Answer]:
    """Every page that can be reached from `start` by links that stay on its day. A link to a PDF or
    another file leads to one, and no further."""
    day = day_of(start)
    pages, seen, waiting = {}, set(), [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.get(path)
        if answer.headers["Content-Type"] == "application/pdf":
            assert answer.body.startswith(b"%PDF-"), path
            continue
        if answer.headers["Content-Type"].partition(";")[0] in FILES:
            assert (answer.status, bool(answer.body.strip())) == (200, True), path
            continue
        pages[path] = answer
        # The form for feedback is one page, however many lead to it; a state of its own tries it.
        waiting += [
            each
            for each in pages[path].links()
            if day_of(each) == day and urlsplit(each).path not in (FEEDBACK, SIGN_IN)
        ]
    return pages


def day_of(path: str) -> str:
    """The day that an address asks for; empty for today."""
    return parse_qs(urlsplit(path).query).get("datum", [""])[0]


def faults_of_headings(page: Answer) -> list[str]:
    """More or fewer h1 than one, an empty heading, or a level that is skipped."""
    found = page.all(",".join(HEADINGS))
    levels = [int(each.name[1]) for each in found]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    faults += [f"tom {each.name}" for each in found if not each.to_text().strip()]
    faults += [
        f"h{after} efter h{before}: {each.to_text()}"
        for before, after, each in zip([0, *levels], levels, found, strict=False)
        if after > before + 1
    ]
    return faults


def faults_of_landmarks(page: Answer) -> list[str]:
    """Other than one header, main and footer of the page, and navs that tell themselves apart."""
    faults = []
    for name in ("header", "main", "footer"):
        own = [each for each in page.all(name) if not SECTIONING & set(names_above(each))]
        if len(own) != 1:
            faults.append(f"{len(own)} {name}")
    names = [label_of(page, each) for each in page.all("nav")]
    if len(set(names)) < len(names) or "" in names:
        faults.append(f"nav utan eget namn: {names}")
    regions = [label_of(page, each) for each in page.all("section[aria-labelledby]")]
    return faults + ["section med tomt namn" for each in regions if not each]


def faults_of_markup(page: Answer) -> list[str]:
    """What the parser objects to, and what it lets pass though HTML does not allow it."""
    faults = [str(each) for each in page.document.errors]
    if page.document.query("html")[0].attrs.get("lang") != "sv":
        faults.append("lang är inte sv")
    ids = [each.attrs["id"] for each in page.all("[id]")]
    faults += [f"id två gånger: {each}" for each in sorted(set(ids)) if ids.count(each) > 1]
    faults += [f"id med mellanslag eller tomt: {each!r}" for each in ids if len(each.split()) != 1]
    for reference in REFERENCES:
        for each in page.all(f"[{reference}]"):
            lost = set(each.attrs[reference].split()) - set(ids)
            faults += [f"{reference} pekar på {name}, som inte finns" for name in sorted(lost)]
    for name, allowed in CHILDREN.items():
        for each in page.all(name):
            inside = {
                child.name for child in each.children if child.name not in ("#text", "#comment")
            }
            faults += [f"{child} direkt i {name}" for child in sorted(inside - allowed)]
            if any(child.name == "#text" and child.data.strip() for child in each.children):
                faults.append(f"text direkt i {name}")
    for each in page.all("a, button, summary"):
        inside = set(names_above(each)) & (INTERACTIVE - {"details"})
        faults += [f"{each.name} inuti {name}" for name in sorted(inside)]
        if not (each.to_text().strip() or each.attrs.get("aria-label")):
            faults.append(f"{each.name} utan text")
    for each in page.all("script, style, [style]"):
        if each.attrs.get("type") == "application/ld+json":
            continue  # data, which no browser runs and no policy stops
        if each.name != "script" or "src" not in each.attrs:
            faults.append(f"{each.name} med innehåll som policyn stoppar")
    faults += [
        f"{each.name} {name}"
        for each in page.all("*")
        for name in each.attrs
        if name.startswith("on")
    ]
    return faults


def faults_of_day(page: Answer) -> list[str]:
    """Links to other pages that leave the page's day; the same page may be shown on another, and
    the forms for feedback and for signing in have no day, nor has a file that goes with a version:
    it's the same on all. Nor has the workspace, where the day is only what one page asks about."""
    day, path = day_of(page.path), urlsplit(page.path).path
    if path.startswith(WORKSPACE):
        return []
    return [
        f"{each} lämnar dagen"
        for each in page.links()
        if day_of(each) != day
        and urlsplit(each).path not in (path, FEEDBACK, SIGN_IN)
        and ATTACHED not in urlsplit(each).path
    ]


def faults_of_files(page: Answer) -> list[str]:
    """Files and forms of other hosts, or inside the page where the policy stops them."""
    wanted = [*page.files(), *(each.attrs["action"] for each in page.all("[action]"))]
    return [each for each in wanted if urlsplit(each).netloc or urlsplit(each).scheme]


def faults_of_headers(answer: Answer) -> list[str]:
    """Security headers that differ from the site's, and cookies."""
    wanted = {**HEADERS, "X-Frame-Options": "DENY"}
    if answer.path.startswith(INVITATION):
        # Its address lets people in.
        wanted["Referrer-Policy"] = "same-origin"
    faults = [
        f"{name}: {answer.headers.get(name)}"
        for name, value in wanted.items()
        if answer.headers.get_all(name) != [value]
    ]
    allowed = COOKIES.get(urlsplit(answer.path).path)
    return faults + [
        f"kaka: {each}"
        for each in answer.headers.get_all("Set-Cookie", [])
        if not (allowed and each.startswith(allowed))
    ]


def faults_of_anchors(page: Answer) -> list[str]:
    """Links within the page that lead nowhere in it."""
    ids = {each.attrs["id"] for each in page.all("[id]")}
    targets = [each.attrs["href"][1:] for each in page.all('a[href^="#"]')]
    return [f"#{each}" for each in targets if each not in ids]


def names_above(element) -> list[str]:
    """The names of the elements that an element lies in."""
    names = []
    while (element := element.parent) is not None:
        names.append(element.name)
    return names


def label_of(page: Answer, element) -> str:
    """The accessible name that an element is given."""
    if "aria-label" in element.attrs:
        return element.attrs["aria-label"]
    named = element.attrs.get("aria-labelledby", "")
    found = [each for each in page.all("[id]") if each.attrs["id"] == named]
    return found[0].to_text() if found else ""
