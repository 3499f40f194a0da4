"""Files in a store that speaks S3, instead of in a folder. Loaded only where the settings name a
bucket: the library is large."""

import datetime
import io
from collections.abc import Callable
from functools import wraps

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .faults import Unreachable

# Seconds to wait for the store; whoever asks waits too.
PATIENCE = 10
CONFIG = Config(
    connect_timeout=PATIENCE,
    read_timeout=PATIENCE,
    retries={"max_attempts": 2, "mode": "standard"},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    # Not every store takes the newer checksums; ours is in the name.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
GONE = {"404", "NoSuchKey", "NotFound"}


def answered(ask: Callable) -> Callable:
    """What the store refuses, or doesn't answer, as the errors that a folder has."""

    @wraps(ask)
    def asked(self, *args, **kwargs):
        try:
            return ask(self, *args, **kwargs)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                raise FileNotFoundError(str(error)) from error
            raise Unreachable(str(error)) from error
        except BotoCoreError as error:
            raise Unreachable(str(error)) from error

    return asked


class Bucket(S3Storage):
    """A bucket in which a file is there wholly or not at all: the store sees to that. Nothing in it
    is readable but by the site's own key."""

    def __init__(self, **options):
        super().__init__(client_config=CONFIG, default_acl=None, file_overwrite=True, **options)

    @answered
    def exists(self, name: str) -> bool:
        return True if name == "" else super().exists(name)

    @answered
    def _open(self, name: str, mode: str = "rb") -> File:
        found = self.bucket.Object(name).get()["Body"].read()
        return File(io.BytesIO(found), name)

    @answered
    def _save(self, name: str, content: File) -> str:
        self.bucket.Object(name).put(Body=content.read())
        return name

    @answered
    def delete(self, name: str) -> None:
        self.bucket.Object(name).delete()

    @answered
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        return super().listdir(name)

    @answered
    def get_modified_time(self, name: str) -> datetime.datetime:
        return self.bucket.Object(name).last_modified
