"""The administration: what is rarely changed, under the same door and policies as all else.

Django's administration gives the machinery (lists, filters, forms of models). Its app isn't
installed: the pages, their addresses, the sign-in and the trail of changes are the site's own.
"""

from functools import wraps

from django.contrib.admin import AdminSite
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_safe

import bodies.admin
import organisation.admin
import programmes.admin
from bodies.standings import holds_something
from organisation.rights import Action

from .access import Audience, open_to
from .desk import ADMINISTERED, desk_context
from .markup_field import MarkupField
from .panels import PANELS

# The parts of the first page, in their order.
GROUPS = (
    *("Personer och uppdrag", "Organ", "Löften och den nationella nivån", "Webbplatsen"),
    *("Ordning och regler", "Regioner och konton"),
)


class PortalAdminSite(AdminSite):
    """The administration's pages, each saying whom it is for."""

    rich_text = MarkupField
    panels = tuple(PANELS)
    holds_something = staticmethod(holds_something)

    def of(self, model):
        """The pages of a kind of record, or None."""
        return self._registry.get(model)

    def kinds(self):
        """The pages of every kind of record, in their order."""
        return self._registry.values()

    def page(self, view, *, things):
        """A page for those who may read at least some of the kinds of thing."""

        @wraps(view)
        def shown(request, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return render(request, "404.html", desk_context(request), status=404)

        return open_to(Audience.DESK, Action.READ, *things)(shown)

    def has_permission(self, request):
        return any(each.has_view_permission(request) for each in self._registry.values())

    def login(self, request, extra_context=None):
        return redirect("sign_in")

    def logout(self, request, extra_context=None):
        return redirect("sign_out")

    def each_context(self, request) -> dict:
        return desk_context(request)

    def get_urls(self):
        return [
            path("", self.page(self.index, things=ADMINISTERED), name="index"),
            *(
                path(f"{each.address}/", include(each.get_urls()))
                for each in self._registry.values()
            ),
        ]

    def index(self, request, extra_context=None):
        return require_safe(self._index)(request)

    def _index(self, request):
        groups: dict[str, list] = {each: [] for each in GROUPS}
        for each in self._registry.values():
            if each.has_view_permission(request):
                groups[each.group].append(
                    {
                        "label": each.opts.verbose_name_plural,
                        "intro": each.intro,
                        "url": each.to("changelist"),
                        "add_url": each.to("add") if each.has_add_permission(request) else "",
                        "new_label": each.new_label,
                    }
                )
        context = self.each_context(request) | {
            "title": "Administration",
            "groups": {heading: kinds for heading, kinds in groups.items() if kinds},
        }
        return render(request, "organisation/admin/index.html", context)


site = PortalAdminSite(name="admin")
for room in (organisation, bodies, programmes):
    for model, pages in room.admin.PAGES.items():
        site.register(model, pages)
