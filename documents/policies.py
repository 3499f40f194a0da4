"""Which editions a right reaches, and why someone may not take a step with one."""

from django.db.models import Q

from bodies.models import Body
from organisation.policies import EVERY, Plain, Policy
from organisation.rights import DOCUMENTS, Action, Scope, Thing
from organisation.rules import Finding, Severity
from organisation.standing import Standing

from .models import Document, DutyAdjustment, Edition, ReportingDuty, SharedText
from .rules import State, Step

Kind = Document.Kind
THINGS = {
    Kind.COMMISSION: Thing.COMMISSION,
    Kind.SHARED_TEXT: Thing.SHARED_TEXT,
    Kind.ACTION_PLAN: Thing.PLAN,
    Kind.OPERATIONAL_PLAN: Thing.PLAN,
    Kind.ANNUAL_REPORT: Thing.PLAN,
    Kind.ANNUAL_AGREEMENT: Thing.GOVERNING,
    Kind.COOPERATION_AGREEMENT: Thing.GOVERNING,
    Kind.RULES_OF_PROCEDURE: Thing.GOVERNING,
    Kind.TEMPLATE: Thing.GOVERNING,
    Kind.MINUTES: Thing.PROCEEDINGS,
    Kind.NOTES: Thing.PROCEEDINGS,
}
# Never published by the one who submitted them (a plan or a report: the chair).
PUBLISHED_BY_ANOTHER = {Thing.COMMISSION, Thing.SHARED_TEXT, Thing.GOVERNING}
ACTIONS = {
    Step.EDIT: Action.WRITE,
    Step.DISCARD: Action.WRITE,
    Step.SHOW: Action.WRITE,
    Step.COMMENT: Action.COMMENT,
    Step.SUBMIT: Action.SUBMIT,
    Step.SEND_BACK: Action.DECIDE,
    Step.ADOPT: Action.DECIDE,
    Step.PUBLISH: Action.PUBLISH,
    Step.WITHDRAW: Action.WITHDRAW,
}


class EditionPolicy(Policy):
    """An edition follows its document, and that the body which owns it."""

    model, things = Edition, DOCUMENTS

    def thing_of(self, record):
        return THINGS[Kind(record.document.kind)]

    def of_thing(self, thing):
        kinds = [kind.value for kind, each in THINGS.items() if each is thing]
        return Q(document__kind__in=kinds)

    def covers(self, scope, holding, record, standing):
        owner = record.document.owner_id
        if scope is Scope.OWN:
            return owner == holding.body
        if scope is Scope.SHOWN:
            return owner == holding.body and record.is_shown and record.state != State.DISCARDED
        if scope is Scope.BELOW:
            return owner in holding.below
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        own = Q(document__owner=holding.body)
        if scope is Scope.OWN:
            return own
        if scope is Scope.SHOWN:
            return own & Q(is_shown=True) & ~Q(state=State.DISCARDED)
        if scope is Scope.BELOW:
            return Q(document__owner__in=holding.below)
        return super().within(scope, holding, standing)

    def forbids(self, standing, action, record):
        return (
            action is Action.PUBLISH
            and self.thing_of(record) in PUBLISHED_BY_ANOTHER
            and record.submitter_id is not None
            and record.submitter_id == standing.user
        )

    def without_forbidden(self, standing, action):
        if action is not Action.PUBLISH or standing.user is None:
            return EVERY
        kinds = [kind.value for kind, each in THINGS.items() if each in PUBLISHED_BY_ANOTHER]
        return (
            ~Q(document__kind__in=kinds) | Q(submitter__isnull=True) | ~Q(submitter=standing.user)
        )

    def refusals(
        self, standing: Standing, step: Step, edition: Edition, *, forced: bool = False
    ) -> list[Finding]:
        """Why the person may not take the step, as findings; empty when they may. The state of the
        edition is another rule's matter.

        `forced` publishes one's own submission; only administrators may, and it stays flagged.
        """
        action = ACTIONS[step]
        if self.allows(standing, action, edition):
            return []
        if any(self.giving(standing, action, edition)):
            if forced and standing.is_admin:
                return []
            return [
                _refusal(
                    "own-submission",
                    "Du skickade själv versionen till beslut. Någon annan måste publicera den.",
                )
            ]
        if self.allows(standing, Action.READ, edition):
            return [
                _refusal(
                    "no-right",
                    "Det här kan du inte göra med dokumentet. Fråga den som har rätt till det: "
                    "sidan ”Vem får ändra detta?” säger vem.",
                )
            ]
        return [_refusal("no-right", "Du har inte rätt att arbeta med det här dokumentet.")]


class DocumentPolicy(Policy):
    """A document, asked about before it has an edition."""

    model, things = Document, DOCUMENTS

    def thing_of(self, record):
        return THINGS[Kind(record.kind)]

    def of_thing(self, thing):
        return Q(kind__in=[kind.value for kind, each in THINGS.items() if each is thing])

    def covers(self, scope, holding, record, standing):
        if scope is Scope.OWN:
            return record.owner_id == holding.body
        if scope is Scope.BELOW:
            return record.owner_id in holding.below
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.OWN:
            return Q(owner=holding.body)
        if scope is Scope.BELOW:
            return Q(owner__in=holding.below)
        return super().within(scope, holding, standing)


class OwedPolicy(Policy):
    """How it stands with what a body is to write every year, drafts and all; the duty itself is
    the staff office's."""

    model, things = Body, (Thing.DUTY,)

    def covers(self, scope, holding, record, standing):
        if scope is Scope.OWN:
            return record.pk == holding.body
        if scope is Scope.BELOW:
            return record.pk in holding.below
        return super().covers(scope, holding, record, standing)

    def within(self, scope, holding, standing):
        if scope is Scope.OWN:
            return Q(pk=holding.body)
        if scope is Scope.BELOW:
            return Q(pk__in=holding.below)
        return super().within(scope, holding, standing)


EDITIONS, DOCUMENT = EditionPolicy(), DocumentPolicy()
OWED, DUTIES = OwedPolicy(), Plain(ReportingDuty, Thing.DUTY)
POLICIES = (
    EDITIONS,
    DOCUMENT,
    Plain(SharedText, Thing.SHARED_TEXT),
    DUTIES,
    Plain(DutyAdjustment, Thing.DUTY),
)


def _refusal(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
