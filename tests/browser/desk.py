"""Two people at work in the workspace: signed in, each in a context of their own."""

import fcntl
import json
import re
from contextlib import contextmanager

SIGN_IN, DESK = "/logga-in/", "/arbetsyta/"
WRITER, REVIEWER = "skribent", "granskare"
PASSWORD = "demo"
COOKIES = {"session", "csrf"}


def sign_in(context, site: str, who: str) -> None:
    """Sign in with the form, in a page of the context's own."""
    page = context.new_page()
    page.goto(site + SIGN_IN)
    page.get_by_label("Användarnamn").fill(who)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(re.compile(f"({DESK}|/konto/)$"))
    page.close()


class Desk:
    """What one person does without a page to look at: the forms of the workspace, posted."""

    def __init__(self, context, site: str):
        self.context, self.site = context, site

    def get(self, path: str) -> str:
        answer = self.context.request.get(self.site + path)
        assert answer.ok, (path, answer.status)
        return answer.text()

    def post(self, path: str, **form) -> str:
        """Posts a form; returns the address it led to. Fails unless it was accepted."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(DESK))[1]
        form = {name: str(value) for name, value in form.items()}
        answer = self.context.request.post(
            self.site + path,
            form=form | {"csrfmiddlewaretoken": token},
            headers={"Referer": self.site + path},
        )
        assert answer.ok, (path, answer.status, told(answer.text()))
        assert 'class="told-error"' not in answer.text(), (path, told(answer.text()))
        return answer.url.removeprefix(self.site).split("#")[0]

    def versions(self, body: str) -> tuple[str, str]:
        """The addresses of the version of a body's commission that is in force, and of the one that
        is under way; "" where there is none."""
        row = re.search(rf'<a href="/{body}/">.*?</tr>', self.get(f"{DESK}uppdrag/"), re.DOTALL)[0]
        found = [
            re.search(rf'data-label="{column}"><a href="({DESK}[^"]+)"', row)
            for column in ("Gäller nu", "På gång")
        ]
        return tuple(each[1] if each else "" for each in found)

    def start(self, body: str) -> str:
        """A new draft; returns its address."""
        return self.post(f"{DESK}uppdrag/paborja/", body=body)

    def hidden(self, path: str, name: str) -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.get(path))[1]

    def section(self, edition: str, heading: str, text: str) -> str:
        """A new section with a text; returns its address."""
        revision = self.hidden(edition, "revision")
        page = self.post(f"{edition}nytt-avsnitt/", heading=heading, level=1, revision=revision)
        revision = self.hidden(page, "revision")
        self.post(page, heading=heading, level=1, text=text, revision=revision)
        return page

    def step(self, edition: str, name: str, **form) -> None:
        page = f"{edition}steg/{name}/"
        self.post(page, seen=self.hidden(page, "seen"), **form)


def told(html: str) -> str:
    """What a page says is wrong, for the message of a failing test."""
    found = re.findall(r'class="(?:told-error|field-error|errors)".*?</(?:p|div)>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found)).split())


@contextmanager
def made_once(folder, name: str):
    """Lets the first worker of a run make something. Yields what it kept, or an empty dictionary to
    keep it in."""
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / f"{name}.json"
        found = json.loads(kept.read_text()) if kept.exists() else {}
        yield found
        kept.write_text(json.dumps(found))
