"""Which form each step opens."""

from __future__ import annotations

from complaints.forms import linking, steps
from propertyservice.ui.steps import ReasonForm, StepForm

FORMS: dict[str, type[StepForm]] = {
    "acknowledge": steps.ShortTellForm,
    "classify": steps.ClassifyForm,
    "explain_invalid": steps.ExplainForm,
    "transfer": steps.TransferForm,
    "retransfer": steps.RetransferForm,
    "propose": steps.ProposeForm,
    "finish": steps.FinishForm,
    "record_measures": steps.MeasuresForm,
    "answer": steps.TellForm,
    "answer_one": steps.ReplyOneForm,
    "reply": steps.ReplyForm,
    "reopen": steps.ReopenForm,
    "wait": ReasonForm,
    "ask_extension": linking.ExtendForm,
    "tell_extension": steps.ShortTellForm,
    "convert": linking.ConvertForm,
    "link_repair": linking.LinkForm,
    "dispute_fee": linking.DisputeForm,
    "add_complainants": linking.PeopleForm,
    "name_spokesman": linking.SpokesmanForm,
    "merge": linking.MergeForm,
    "withdraw": steps.WithdrawForm,
    "contact": steps.ContactForm,
    "correct": steps.CorrectForm,
}
"""Steps without an entry ask only when they happened."""


def form_of(name: str) -> type[StepForm]:
    """The form of a step by its name."""
    return FORMS.get(name, StepForm)
