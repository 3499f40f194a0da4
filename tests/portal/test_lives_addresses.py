"""What has an address keeps it: no body gets one that leads to something else, by any way in."""

import pytest
from django.core.exceptions import ValidationError

from bodies.models import Body
from organisation.dates import today
from organisation.models import OldAddress, Page
from portal.fixture_files import FixtureError
from portal.loading import load

from .lives import AREA, DAY, OTHER, WHY, done, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]

BOARD = "samverkansnamnden"
TAKEN = {
    "an editorial page": ("om", "har en annan sida på webbplatsen"),
    "an editorial page below another": ("om/kontakt", "har en annan sida på webbplatsen"),
    "a list": ("kunskapsrad", "har en lista över organ"),
    "a page of the site itself": ("regioner", "upptagen av en sida som alltid finns"),
    "another body's earlier address": (
        "gamla-namnden",
        "leder i dag till /programomraden/cancersjukdomar/",
    ),
}


@pytest.fixture
def earlier(admin):
    """An address that an area has had."""
    OldAddress.objects.create(path="gamla-namnden", target=AREA)


@pytest.mark.usefixtures("earlier")
@pytest.mark.parametrize("what", TAKEN)
def test_renamed_body_does_not_take_what_something_else_has(client, what):
    path, words = TAKEN[what]
    form = {"name": "Nytt", "path": path, "first": DAY, "why": WHY}
    assert words in refused(client, BOARD, "byt-namn", form)


@pytest.mark.usefixtures("earlier")
@pytest.mark.parametrize("what", TAKEN)
def test_new_body_does_not_take_it_either(client, what):
    path, words = TAKEN[what]
    form = {"name": "Nytt", "path": path, "first": DAY, "why": WHY}
    assert words in refused(client, BOARD, "ersatt", form)


@pytest.mark.usefixtures("earlier")
@pytest.mark.parametrize("what", TAKEN)
def test_model_itself_says_so_at_the_field(what):
    path, words = TAKEN[what]
    body = Body.objects.get(path=BOARD)
    body.path = path
    with pytest.raises(ValidationError) as refusal:
        body.full_clean()
    assert words in " ".join(refusal.value.message_dict["path"])


def test_earlier_address_below_a_list_is_kept_too(client, admin):
    done(client, AREA, "byt-namn", name="Cancer", path="cancer", first=DAY, why=WHY)
    form = {"name": "Nytt", "path": "cancersjukdomar", "first": DAY, "why": WHY}
    assert "leder i dag till /programomraden/cancer/" in refused(client, OTHER, "byt-namn", form)
    assert OldAddress.objects.get(path=AREA).target == "programomraden/cancer"


def test_body_takes_back_its_own_earlier_address(client, admin):
    done(client, AREA, "byt-namn", name="Cancer", path="cancer", first=DAY, why=WHY)
    new, later = "programomraden/cancer", DAY.replace(year=DAY.year + 1)
    form = {"name": "Tumörer", "path": "cancersjukdomar", "first": later, "why": WHY}
    done(client, new, "byt-namn", **form)
    assert Body.objects.filter(path=AREA).exists()
    assert OldAddress.objects.get(path=new).target == AREA


def test_page_does_not_take_what_a_body_has_had(client, admin):
    done(client, AREA, "byt-namn", name="Cancer", path="cancer", first=DAY, why=WHY)
    page = Page(path=AREA, title="En sida")
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert "leder i dag till /programomraden/cancer/" in refusal.value.message_dict["path"][0]


def test_set_that_names_an_address_that_was_changed_is_told_where_the_body_went(client, admin):
    done(client, AREA, "byt-namn", name="Cancer", path="cancer", first=DAY, why=WHY)
    with pytest.raises(FixtureError) as refusal:
        load(["sydostra"], on=today())
    [told] = [each for each in refusal.value.faults if each.field == "path"]
    assert told.message.startswith("Organet har flyttat till programomraden/cancer i portalen.")


def test_body_that_has_a_list_for_itself_is_saved_as_it_is():
    body = Body.objects.get(path="regionsjukvardsledningen")
    body.full_clean()
