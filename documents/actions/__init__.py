"""What can be done with documents. Each action checks who, locks, checks the rules, writes and logs
in one transaction, or raises and has changed nothing."""

from .comments import answer, comment, resolve
from .drafts import (
    add_section,
    change_details,
    discard,
    move_section,
    put_back_section,
    save_section,
    start_draft,
    take_out_section,
)
from .refusals import Conflict, Refused
from .workflow import adopt, approve_afterwards, publish, send_back, submit, withdraw

__all__ = [
    "Conflict",
    "Refused",
    "add_section",
    "adopt",
    "answer",
    "approve_afterwards",
    "change_details",
    "comment",
    "discard",
    "move_section",
    "publish",
    "put_back_section",
    "resolve",
    "save_section",
    "send_back",
    "start_draft",
    "submit",
    "take_out_section",
    "withdraw",
]
