"""Bad Word files are refused in Swedish with the remedy, and bombs in no time."""

import io
import subprocess
import sys
import zipfile

import pytest

from documents.word import WordError, read_word
from organisation.rules import Finding, Severity
from tests.documents.word_bad import (
    BAD,
    BODY,
    GOOD,
    RELATIONS,
    TYPES,
    bomb,
    lying,
    overlapping,
)
from tests.documents.word_files import paragraphs, relation, relations_part, word_file, zipped


@pytest.mark.parametrize(("make", "code", "said", "remedy"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_with_its_remedy(make, code, said, remedy):
    with pytest.raises(WordError) as refusal:
        read_word(make(), "fil.docx")
    [finding] = refusal.value.findings
    assert isinstance(finding, Finding)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert said in finding.message
    assert remedy in finding.message
    assert str(refusal.value) == finding.message


@pytest.mark.parametrize(
    "name",
    [
        "../fil.docx",
        "/etc/fil.docx",
        "mapp\\fil.docx",
        "fil\r\nx.docx",
        "fil\0.docx",
        "fil\u202excod.docx",
        "\u2066fil.docx",
        "x" * 300 + ".docx",
        ".docx",
        "fil.exe",
        "fil",
        "",
    ],
)
def test_bad_file_name_is_refused(name):
    with pytest.raises(WordError, match=r"namn.*(Byt|\.docx)"):
        read_word(zipped(GOOD), name)


@pytest.mark.parametrize("name", ["Fil.DOCX", "Rådets uppdrag (slutlig), v. 3.docx", "a.b.docx"])
def test_good_file_name_is_accepted(name):
    assert read_word(zipped(GOOD), name).text.title == "Titel"


def test_link_to_the_outside_is_no_fault():
    assert read_word(word_file(BODY, links={"rId70": "https://a.example/"}), "fil.docx")


def test_file_packed_in_another_way_is_read():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        package.mkdir("word") if hasattr(package, "mkdir") else package.writestr("word/", "")
        for name, content in GOOD.items():
            with package.open(name, "w") as part:
                part.write(content.encode())
    assert read_word(made.getvalue(), "fil.docx").text.title == "Titel"


MEASURE = """
import os, resource, sys, time
from django.conf import settings
settings.configure()
from documents.word import WordError, read_word
content = open(sys.argv[1], "rb").read()
begun, before = time.perf_counter(), os.times()
try:
    read_word(content, "fil.docx")
except WordError as refusal:
    code = refusal.findings[0].code
took = time.perf_counter() - begun
# The work of both programs, which other work on the machine doesn't make longer.
work = sum(os.times()[:4]) - sum(before[:4])
# What getrusage says of this process holds what the one that started it had.
status = open("/proc/self/status").read()
own = int(status.split("VmHWM:")[1].split()[0]) // 1024
inner = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(code, round(took, 2), round(work, 2), own, inner)
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda: bomb(200 * 2**20),
        lambda: lying(200 * 2**20, 1000),
        lambda: lying(200 * 2**20, 99 * 2**20),
        lambda: lying(200 * 2**20, 19 * 2**20, name="word/theme.xml"),
        overlapping,
        lambda: zipped({f"{n}": "" for n in range(100_000)}),
    ],
    ids=["honest", "lying", "lying less", "of text", "overlapping", "of parts"],
)
def test_bomb_is_refused_in_little_time_and_memory(make, tmp_path, capsys):
    path = tmp_path / "fil.docx"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True
    )
    code, took, work, own, inner = done.stdout.split()
    with capsys.disabled():
        size = path.stat().st_size // 1024
        print(f"\n{size} kB: refused in {took} s ({work} s of work), {own} + {inner} MB")
    assert code == "word-bomb"
    assert float(work) < 2
    assert int(own) + int(inner) < 200


def test_too_little_time_is_told():
    with pytest.raises(WordError, match=r"inte läst på 0\.01 sekunder\. Försök igen"):
        read_word(zipped(GOOD), "fil.docx", seconds=0.01)


def test_too_little_memory_is_told():
    with pytest.raises(WordError, match="mer minne än de 20 MB"):
        read_word(word_file(BODY + paragraphs(*["Ord."] * 90_000)), "fil.docx", megabytes=20)


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (paragraphs("Många ord. " * 200_000), "2 000 000 tecken"),
        (paragraphs(*["Ord."] * 20_000), "20 000 stycken"),
        ("<w:sdt/>" * 600_000, "500 000 element"),
    ],
    ids=["signs", "paragraphs", "elements"],
)
def test_too_long_text_is_told(body, most):
    with pytest.raises(WordError, match=rf"längre än {most}\. Dela"):
        read_word(word_file(BODY + body), "fil.docx")


def test_relations_that_lead_nowhere_are_read_past():
    strange = relation("rId50", "comments", "../../../etc/passwd")
    more = GOOD[RELATIONS].replace("</Relationships>", strange + "</Relationships>")
    assert read_word(zipped(GOOD | {RELATIONS: more}), "fil.docx").text.title == "Titel"


def test_document_in_another_place_is_read():
    moved = {k: v for k, v in GOOD.items() if not k.startswith("word/")}
    moved[TYPES] = GOOD[TYPES].replace("/word/document.xml", "/doc/text.xml")
    moved["_rels/.rels"] = relations_part(relation("rId1", "officeDocument", "/doc/text.xml"))
    moved["doc/text.xml"] = GOOD["word/document.xml"]
    assert read_word(zipped(moved), "fil.docx").text.title == "Titel"
