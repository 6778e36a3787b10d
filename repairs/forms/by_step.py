"""Which form each step opens."""

from __future__ import annotations

from repairs.forms import incidents, steps, work

FORMS: dict[str, type[steps.StepForm]] = {
    "dispatch": steps.RepairerForm,
    "join_incident": steps.JoinForm,
    "answer_joined": steps.AnswerForm,
    "declare_incident": steps.WhyForm,
    "count_report": incidents.CountForm,
    "reassign": steps.OtherRepairerForm,
    "accept": steps.AcceptForm,
    "raise_priority": steps.ReasonForm,
    "reschedule": steps.RescheduleForm,
    "quote": work.QuoteForm,
    "refuse_quote": steps.WhyForm,
    "start": work.StartForm,
    "ask_suspension": work.AskSuspensionForm,
    "suspend": work.SuspendForm,
    "ask_extension": steps.ExtendForm,
    "extend": steps.ExtendForm,
    "finish": work.FinishForm,
    "ask_unsigned": work.UnsignedForm,
    "finish_unsigned": work.UnsignedForm,
    "ask_inspection": work.HandInForm,
    "finish_common": work.WorkForm,
    "answer_reports": steps.AnswerForm,
    "return_sheet": steps.ReturnForm,
    "reissue": steps.ReasonForm,
    "close": steps.CloseForm,
    "close_resident_reason": steps.WhyForm,
    "reopen": steps.WhyForm,
    "rework": steps.OtherRepairerForm,
    "cancel": steps.CancelForm,
    "refer": steps.ReferForm,
    "answer_referral": steps.AnswerForm,
    "take_back": steps.RepairerForm,
    "contact": steps.ContactForm,
    "correct": work.CorrectForm,
}
"""Steps without an entry ask only when they happened."""


def form_of(name: str) -> type[steps.StepForm]:
    """The form of a step by its name."""
    return FORMS.get(name, steps.StepForm)
