"""Whom a region has as editors."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from ..models import Region, RegionGroupPermission, User
from .records import store

# The right that a group of editors has for its region.
EDITS = "edit_people"


def editors_of(region: Region):
    """The accounts that are editors of the region, through any group."""
    groups = RegionGroupPermission.objects.filter(
        content_object=region, permission__codename=EDITS
    ).values("group")
    return User.objects.filter(groups__in=groups).distinct()


@transaction.atomic
def set_editors(region: Region, editors: list[User], *, by: User, reason: str = "") -> bool:
    """Lets the accounts, and no others, be editors of the region. Tells whether anything changed.

    The history of the region and of each account concerned says so.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    before, after = set(editors_of(region)), set(editors)
    if before == after:
        return False
    groups = _groups(region, by)
    concerned = User.objects.filter(pk__in=[each.pk for each in before ^ after])
    # In their order, so that two who change the same accounts don't wait for each other.
    for each in concerned.order_by("pk").select_for_update():
        if each in after:
            each.groups.add(groups[0])
            _tell(each, f"Blev regionredaktör för {region.name}.", by, reason)
        else:
            each.groups.remove(*groups)
            _tell(each, f"Är inte längre regionredaktör för {region.name}.", by, reason)
    told = [
        f"{word} {', '.join(sorted(map(_name, found)))}."
        for word, found in (
            ("Nya regionredaktörer:", after - before),
            ("Inte längre regionredaktörer:", before - after),
        )
        if found
    ]
    _tell(region, " ".join(told), by, reason)
    return True


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _tell(record, told: str, by: User, reason: str) -> None:
    store(record, by=by, reason=f"{told} {reason}".strip())


def _groups(region: Region, by: User) -> list[Group]:
    """The region's groups of editors; a new one when it has none."""
    found = RegionGroupPermission.objects.filter(
        content_object=region, permission__codename=EDITS
    ).select_related("group")
    if groups := [each.group for each in found.order_by("pk")]:
        return groups
    permission = Permission.objects.get(
        codename=EDITS, content_type__app_label="organisation", content_type__model="region"
    )
    group, _ = Group.objects.get_or_create(name=f"Redaktörer {region.name}"[:150])
    given = RegionGroupPermission(content_object=region, permission=permission, group=group)
    store(given, by=by)
    return [group]
