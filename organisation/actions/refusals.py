"""Why an action isn't done."""

from organisation.rules import Finding, Severity


class Refused(Exception):
    """The action isn't done, and nothing is changed. `findings` say why and what to do."""

    def __init__(self, findings: list[Finding] | str, subject: str = ""):
        if isinstance(findings, str):
            findings = [Finding("refused", Severity.ERROR, findings, subject)]
        super().__init__(" ".join(each.message for each in findings))
        self.findings = findings


class Conflict(Exception):
    """Someone else saved in between, or the form didn't say what it was opened at. `current` is
    what is stored now."""

    def __init__(self, current):
        super().__init__("Någon annan har sparat sedan du öppnade sidan.")
        self.current = current
