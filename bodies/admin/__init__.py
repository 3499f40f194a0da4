"""The administration of bodies, posts and who holds them."""

from ..models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    BodyRelation,
    CompositionRule,
    Decision,
    Post,
    Role,
    RotationTerm,
)
from .bodies import BodyAdmin, DecisionAdmin, KindAdmin, NameAdmin, RelationAdmin
from .composition import CompositionAdmin
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
    CompositionRule: CompositionAdmin,
    RotationTerm: RotationAdmin,
}
