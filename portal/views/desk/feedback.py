"""What readers have written about pages, for staff to answer and to tick off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from organisation.actions.feedback import handle
from organisation.models import Feedback, HealthcareRegion
from organisation.rights import Action, Thing
from portal.desk import desk_page

PER_PAGE = 25


@desk_page(Action.READ, Thing.FEEDBACK)
def feedback_list(request):
    """What isn't dealt with, newest first; or, with `visa=klara`, what is."""
    handled = request.GET.get("visa") == "klara"
    found = Feedback.objects.filter(handled__isnull=not handled).select_related("handled_by")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    return "portal/desk/feedback.html", {
        "title": "Synpunkter",
        "page": page,
        "handled": handled,
        "waiting": Feedback.objects.filter(handled__isnull=True).count(),
        "recipient": HealthcareRegion.objects.values_list("feedback_email", flat=True).first(),
    }


@require_POST
@desk_page(Action.WRITE, Thing.FEEDBACK)
def handle_feedback(request, pk: int):
    """Ticks a remark off, or takes the tick away."""
    remark = get_object_or_404(Feedback, pk=pk)
    done = request.POST.get("klar") != "nej"
    handle(remark, by=request.user, at=timezone.now(), done=done)
    messages.success(
        request, "Synpunkten är markerad som klar." if done else "Synpunkten är öppen igen."
    )
    return redirect("desk_feedback")
