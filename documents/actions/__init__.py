"""What can be done with documents. Each action checks who, locks, checks the rules, writes and logs
in one transaction, or raises and has changed nothing."""

from .attachments import (
    add_attachment,
    change_attachment,
    move_attachment,
    put_back_attachment,
    received,
    take_out_attachment,
)
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
from .entries import add_entry, move_entry, put_back_entry, save_entry, take_out_entry
from .founding import found_shared_text
from .governing import begin_governing
from .refusals import Conflict, Refused
from .sharing import begin_commission, draft_from, make_own, make_shared, recognise, renew
from .together import adopt_all, publish_all, submit_all
from .workflow import adopt, approve_afterwards, publish, send_back, show, submit, withdraw
from .yearly import begin_year, fetch_missing

__all__ = [
    "Conflict",
    "Refused",
    "add_attachment",
    "add_entry",
    "add_section",
    "adopt",
    "adopt_all",
    "answer",
    "approve_afterwards",
    "begin_commission",
    "begin_governing",
    "begin_year",
    "change_attachment",
    "change_details",
    "comment",
    "discard",
    "draft_from",
    "fetch_missing",
    "found_shared_text",
    "make_own",
    "make_shared",
    "move_attachment",
    "move_entry",
    "move_section",
    "publish",
    "publish_all",
    "put_back_attachment",
    "put_back_entry",
    "put_back_section",
    "received",
    "recognise",
    "renew",
    "resolve",
    "save_entry",
    "save_section",
    "send_back",
    "show",
    "start_draft",
    "submit",
    "submit_all",
    "take_out_attachment",
    "take_out_entry",
    "take_out_section",
    "withdraw",
]
