"""How often something may be tried, counted for all workers together."""

import ipaddress
import logging
import math
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction

logger = logging.getLogger("portal.sign_in")

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Limit:
    """At most `amount` tries within `seconds`."""

    name: str
    amount: int
    seconds: int


# A wrong password counts against the account as tried from that address, so that whoever tries
# another's account shuts out nobody but themselves; against the address, whichever account; and,
# far more generously, against the account from everywhere.
SIGN_IN_PAIR = Limit("sign-in-pair", 5, 5 * MINUTE)
SIGN_IN_ADDRESS = Limit("sign-in-address", 30, 5 * MINUTE)
SIGN_IN_ACCOUNT = Limit("sign-in-account", 100, HOUR)
# Codes are asked for after the password only, so that no stranger can use these up.
CODE = Limit("code", 5, 5 * MINUTE)
CODE_DAY = Limit("code-day", 50, DAY)
# Links to a new password: from an address, and silently for an account.
RESET_ADDRESS = Limit("reset-address", 20, HOUR)
RESET_ACCOUNT = Limit("reset-account", 3, HOUR)
# Links of invitations that aren't known: somebody guesses.
INVITATION_ADDRESS = Limit("invitation-address", 20, 5 * MINUTE)
# Each begins a talk with another server.
OUTSIDE = Limit("outside", 60, 5 * MINUTE)
ACCESS_REQUEST = Limit("access-request", 10, HOUR)


class TooOften(ValidationError):
    """Refused since it was tried too often; `wait` is the seconds until it may be tried again."""

    def __init__(self, wait: int):
        super().__init__(
            f"Det har blivit för många försök. Vänta {wait_in_words(wait)} och försök igen.",
            code=TOO_OFTEN,
        )
        self.wait = wait


def take(*limits: tuple[Limit, str]) -> None:
    """Counts one try against each limit, for whom it's counted. Raises TooOften, and counts none,
    where one is used up."""
    with transaction.atomic():
        # In one order, so that two who wait for each other's never do.
        waits = [_take(limit, who) for limit, who in sorted(limits, key=str)]
        if any(waits):
            transaction.set_rollback(True)
    if any(waits):
        raise TooOften(max(waits))


def _take(limit: Limit, who: str) -> int:
    key, times, now = _times(limit, who)
    if len(times) >= limit.amount:
        return math.ceil(times[0] + limit.seconds - now) or 1
    cache.set(key, [*times, now], limit.seconds)
    return 0


def give_back(*limits: tuple[Limit, str]) -> None:
    """Takes back the last try, which was a good one."""
    with transaction.atomic():
        for limit, who in sorted(limits, key=str):
            key, times, _ = _times(limit, who)
            cache.set(key, times[:-1], limit.seconds)


def forget(*limits: tuple[Limit, str]) -> None:
    """Begins anew, for someone who has shown who they are in another way."""
    cache.delete_many([f"{limit.name}:{who}" for limit, who in limits])


def _times(limit: Limit, who: str) -> tuple[str, list[float], float]:
    """When it was tried, as far back as it counts. Nobody else counts it meanwhile."""
    key, now = f"{limit.name}:{who}", time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    return key, [each for each in cache.get(key, []) if each > now - limit.seconds], now


def network(address: str) -> str:
    """What of an address is one visitor's: all of it, or of IPv6 the part that a provider hands
    out to each."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((found, 64), strict=False).network_address)
    return address


def wait_in_words(seconds: int) -> str:
    """How long to wait, in whole minutes or hours, never too short."""
    minutes = max(1, math.ceil(seconds / MINUTE))
    if minutes == 1:
        return "en minut"
    if minutes < 60:
        return f"{minutes} minuter"
    hours = math.ceil(minutes / 60)
    return "en timme" if hours == 1 else f"{hours} timmar"
