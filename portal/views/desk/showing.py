"""Showing what an action refused."""

from organisation.actions.refusals import Refused


def show_refusal(form, error: Refused) -> None:
    """Puts what was refused where the reader sees it: at the field, else above the form."""
    for each in error.findings:
        form.add_error(each.subject if each.subject in form.fields else None, each.message)
