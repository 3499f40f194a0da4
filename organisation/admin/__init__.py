"""The administration of who we are. `portal.admin_site` gathers the pages of every room."""

from ..models import (
    Affiliation,
    HealthcareRegion,
    Inhabitants,
    OldAddress,
    Page,
    Person,
    Region,
    Shortcut,
    Source,
    User,
)
from .accounts import UserAdmin
from .pages import OldAddressAdmin, PageAdmin, ShortcutAdmin, SourceAdmin
from .people import AffiliationAdmin, PersonAdmin
from .regions import HealthcareRegionAdmin, InhabitantsAdmin, RegionAdmin

PAGES = {
    Person: PersonAdmin,
    Affiliation: AffiliationAdmin,
    Page: PageAdmin,
    Shortcut: ShortcutAdmin,
    Source: SourceAdmin,
    OldAddress: OldAddressAdmin,
    HealthcareRegion: HealthcareRegionAdmin,
    Region: RegionAdmin,
    Inhabitants: InhabitantsAdmin,
    User: UserAdmin,
}
