"""Remarks on a draft's sections: made, answered, resolved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from documents import actions
from documents.forms import CommentForm
from documents.models import Comment
from organisation.rights import DOCUMENTS, Action
from portal.desk import desk_page

from .drafts import found, number_in


@require_POST
@desk_page(Action.COMMENT, *DOCUMENTS)
def comment(request, pk: int, key: str):
    """A remark on a section, or an answer to one (`till`)."""
    edition = found(request, pk, Action.COMMENT)
    form = CommentForm(request.POST)
    if not form.is_valid():
        said = [message for each in form.errors.values() for message in each]
        typed = request.POST.get("text", "")[:10_000]
        kept = f" Det här sparades inte: ”{typed}”" if typed.strip() else ""
        messages.error(request, f"{' '.join(said)}{kept}")
        return redirect(f"{edition.desk_url}#{key}")
    values = {name: form.cleaned_data[name] for name in ("token", "text")}
    values |= {"by": request.user, "at": timezone.now()}
    try:
        if to := request.POST.get("till"):
            remarks = Comment.objects.filter(edition=edition, pk=number_in(to) or 0)
            actions.answer(get_object_or_404(remarks), **values)
        else:
            actions.comment(edition, key, quote=form.cleaned_data["quote"], **values)
    except actions.Refused as error:
        messages.error(request, f"{error} Det här sparades inte: ”{values['text']}”")
    else:
        messages.success(request, "Kommentaren är sparad.")
    return redirect(f"{edition.desk_url}#{key}")


@require_POST
@desk_page(Action.COMMENT, *DOCUMENTS)
def resolve(request, pk: int, comment_pk: int):
    edition = found(request, pk, Action.COMMENT)
    remark = get_object_or_404(Comment, edition=edition, pk=comment_pk)
    resolved = request.POST.get("losa") != "nej"
    try:
        actions.resolve(remark, by=request.user, at=timezone.now(), resolved=resolved)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, "Kommentaren är löst." if resolved else "Kommentaren är öppen igen."
        )
    return redirect(f"{edition.desk_url}#{remark.section_key}")
