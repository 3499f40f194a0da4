"""What many try at the same moment: no try is lost in the count, no code counts twice."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.exceptions import ValidationError
from django.db import connection

from portal.sign_in import factor
from portal.sign_in.limits import Limit, TooOften, take
from tests import factories as make
from tests.portal.signing_in import code

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number, what, *refusals):
    """How many of so many that begin together get through."""
    through, barrier = [], threading.Barrier(number)

    def run():
        barrier.wait()
        try:
            what()
        except refusals:
            pass
        else:
            through.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return len(through)


def test_no_try_is_lost_in_the_count():
    few, many = Limit("few", 5, 60), Limit("many", 100, 60)
    assert at_once(12, lambda: take((few, "a"), (many, "b")), TooOften) == 5
    assert at_once(4, lambda: take((many, "b"), (few, "a")), TooOften) == 0


def test_code_that_many_give_at_once_is_good_for_one():
    user = make.user(office=False)
    secret = generate_totp_secret()
    locked = factor.FactorAdapter().encrypt(secret)
    Authenticator.objects.create(user=user, type="totp", data={"secret": locked})
    given = code(secret)
    assert at_once(4, lambda: factor.accept_code(user, given), ValidationError) == 1
