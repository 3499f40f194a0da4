"""Accounts of the served site that a test makes for itself, and the mail that they get."""

import base64
import re
import secrets
import time
import uuid

import psycopg2
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from portal.env import env_database

PASSWORD = "demo"
STEP = 30


class Accounts:
    """Makes accounts in the database of the served site."""

    def __init__(self, database: str):
        self.database = database

    def run(self, statement: str, *values) -> list[tuple]:
        server = env_database("DATABASE_URL")
        with (
            psycopg2.connect(
                dbname=self.database,
                user=server["USER"],
                password=server["PASSWORD"],
                host=server["HOST"],
                port=server["PORT"],
                **server["OPTIONS"],
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
            found = cursor.fetchall() if cursor.description else []
        connection.close()
        return found

    def new(self) -> str:
        """An account without rights, with PASSWORD; returns its user name."""
        name = f"k{uuid.uuid4().hex[:10]}"
        self.run(
            "INSERT INTO organisation_user (username, password, first_name, last_name, email, "
            "is_superuser, is_staff, is_active, date_joined) "
            "VALUES (%s, %s, 'Kim', 'Exempelsson', %s, false, false, true, now())",
            name,
            PBKDF2PasswordHasher().encode(PASSWORD, secrets.token_hex(8), 1000),
            f"{name}@demo.example",
        )
        return name

    def link(self, name: str) -> str:
        """The address within the site of the link in the account's last mail."""
        ((text,),) = self.run(
            'SELECT text FROM organisation_outbox WHERE "to" = %s ORDER BY id DESC LIMIT 1',
            f"{name}@demo.example",
        )
        return re.search(r"https?://[^/\s]+(/logga-in/\S+)", text)[1]


def code(key: str, *, later: bool = False) -> str:
    """The code that an app shows for a key now; or the next, which is good already."""
    base64.b32decode(key)
    return format_hotp_value(hotp_value(key, int(time.time()) // STEP + later))


def key_of(page) -> str:
    """The key that the page for a second factor shows."""
    return page.locator(".account-key").inner_text().replace(" ", "")
