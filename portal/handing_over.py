"""What is handed over together with an office, put together of what the rooms tell."""

from collections.abc import Callable

import documents.handing_over
from bodies.handing_over import PassedOn
from bodies.models import Body
from organisation.standing import Standing

ROOMS: tuple[Callable[[Body, Standing], PassedOn | None], ...] = (documents.handing_over.drafts_of,)


def passed_on(body: Body, standing: Standing) -> list[PassedOn]:
    """What the person may know of that is handed over in the body."""
    return [found for room in ROOMS if (found := room(body, standing)) is not None]
