"""What the documents tell the reader to open or to run must exist."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    path
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
    if path.is_file()
]
# Made when the site runs, so absent from a fresh checkout.
MADE_BY_RUNNING = (".data/", ".venv/")
MEDIA_TYPES = ("application/", "audio/", "font/", "image/", "text/", "video/")
FILE_ENDINGS = (
    *(".css", ".html", ".js", ".json", ".lock", ".md", ".png", ".py", ".service"),
    *(".conf", ".sh", ".sql", ".svg", ".toml", ".txt", ".typ", ".yaml", ".yml"),
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"\.?[\w-][\w.-]*(/[\w.-]+)*/?")


def linked_paths(text):
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:|#|/", target):
            yield target.split("#")[0]


def coded_paths(text):
    for code in CODE.findall(text):
        if PATH.fullmatch(code) and not code.startswith(MEDIA_TYPES):
            is_name_of_file = "/" not in code and code.endswith(FILE_ENDINGS)
            if "/" in code or is_name_of_file:
                yield code


def missing_paths(text, folder):
    for target in linked_paths(text):
        if not (folder / target).exists():
            yield target
    for code in coded_paths(text):
        if code.startswith(MADE_BY_RUNNING):
            continue
        if "/" in code:
            if not (ROOT / code).exists():
                yield code
        # A bare file name, as in "each app's `rules.py`", must exist somewhere.
        elif not any(next(ROOT.glob(f"{top}{code}"), None) for top in ("", "[a-z]*/**/", ".ci/")):
            yield code


def commands_in(text, program):
    """Return the words after the program, in code spans and in indented or fenced lines."""
    code = "\n".join([*CODE.findall(text), *re.findall(r"```.*?```", text, re.DOTALL)])
    code += "\n" + "\n".join(line for line in text.splitlines() if line.startswith("    "))
    return set(re.findall(rf"(?:^|[\s/]){program}((?:[ \t]+[a-z][\w-]*)+)", code, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document_names_only_paths_that_exist(document):
    assert sorted(missing_paths(document.read_text(), document.parent)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document_names_only_make_targets_that_exist(document):
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {word for words in commands_in(document.read_text(), "make") for word in words.split()}
    assert sorted(named - targets) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_document_names_only_management_commands_that_exist(document):
    named = {words.split()[0] for words in commands_in(document.read_text(), r"manage\.py")}
    assert sorted(named - set(get_commands())) == []


def test_readme_is_among_the_documents():
    assert DOCUMENTS[:1] == [ROOT / "README.md"]


def test_reader_finds_what_is_missing():
    text = "[a](nowhere.md) `portal/nowhere.py` `nowhere.toml` `portal/env.py` `env.py` `text/html`"
    assert sorted(missing_paths(text, ROOT)) == ["nowhere.md", "nowhere.toml", "portal/nowhere.py"]


def test_reader_finds_commands_in_code_only():
    text = "We make sure. `make demo PORT=1`\n```\n$ make test\n.bin/python manage.py migrate\n```"
    assert commands_in(text, "make") == {" demo", " test"}
    assert commands_in(text, r"manage\.py") == {" migrate"}
