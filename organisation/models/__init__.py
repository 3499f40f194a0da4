"""Who we are: the healthcare region, its regions, people, editorial pages and sources."""

from .access import AccessRequest
from .accounts import RegionGroupPermission, User
from .invitations import Invitation, token_hash
from .mail import Feedback, Outbox
from .moved import OldAddress, not_led_on
from .pages import Language, Page, Shortcut
from .people import PEOPLE, Affiliation, Person, person_url, regions_of, work_domains
from .regions import HealthcareRegion, Inhabitants, Region
from .silences import FindingSilence
from .sources import Source, SourceDisagreement, SourceDisagreementSource
from .text_drafts import TextDraft
from .uploads import TableUpload

__all__ = [
    "PEOPLE",
    "AccessRequest",
    "Affiliation",
    "Feedback",
    "FindingSilence",
    "HealthcareRegion",
    "Inhabitants",
    "Invitation",
    "Language",
    "OldAddress",
    "Outbox",
    "Page",
    "Person",
    "Region",
    "RegionGroupPermission",
    "Shortcut",
    "Source",
    "SourceDisagreement",
    "SourceDisagreementSource",
    "TableUpload",
    "TextDraft",
    "User",
    "not_led_on",
    "person_url",
    "regions_of",
    "token_hash",
    "work_domains",
]
