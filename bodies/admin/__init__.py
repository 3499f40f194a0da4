"""The administration of bodies, posts and who holds them."""

from ..models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    Decision,
    Post,
    Role,
    RotationTerm,
)
from .bodies import BodyAdmin, DecisionAdmin, KindAdmin, NameAdmin, RelationAdmin
from .posts import AppointmentAdmin, PostAdmin, RoleAdmin, RotationAdmin

PAGES = {
    Appointment: AppointmentAdmin,
    Body: BodyAdmin,
    BodyName: NameAdmin,
    BodyRelation: RelationAdmin,
    Decision: DecisionAdmin,
    BodyKind: KindAdmin,
    Role: RoleAdmin,
    Post: PostAdmin,
    RotationTerm: RotationAdmin,
}
