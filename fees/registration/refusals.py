"""What each refusal of the database means, and what to do (4.8)."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "ledger_one_chain_an_office": _("The ledger was just begun. Try again."),
    "fees_item_once_an_office": _("This code is used by another item already."),
    "fees_due_day_of_a_month": _("Choose a day from 1 to 31."),
    "fees_no_late_fee_on_behalf": _(
        "No late fee is charged on what is collected on behalf, or on deposits."
    ),
    "fees_one_price_at_a_time": _(
        "Another price of this item holds on some of these days. End it first."
    ),
    "fees_price_days_in_order": _("The first day comes after the last one."),
    "fees_price_not_negative": _("A price is not below zero."),
    "fees_price_has_basis": _("Name the basis document, and what the price is per."),
    "fees_published_before_it_holds": _(
        "A price is published before the day from which it holds."
    ),
    "fees_published_price_stays": _(
        "This price is published. End it and enter a new version."
    ),
    "fees_run_month_begins": _("A bill run is named by the first day of its month."),
    "fees_one_line_a_month": _("This month is billed already."),
    "fees_one_line_a_source": _("This is billed already."),
    "fees_line_days_in_order": _("The first day comes after the last one."),
    "fees_line_born_unpaid": _("Nothing is paid on a new bill line."),
    "fees_only_journal_settles": _("Only a voucher settles a bill line."),
    "fees_published_line_stays": _(
        "This bill line is published and stays. Correct it with a line of its own."
    ),
    "fees_settled_within_the_line": _(
        "Somebody has just paid this. Reload the page and see what is left."
    ),
    "fees_day_status_jump": _("No step leads there. Reload the page and go on."),
    "fees_day_status_born": _("A day begins open."),
    "fees_one_day_a_cashier": _("Your day was just opened. Reload the page."),
    "fees_one_open_day_a_date": _(
        "This cashier's day of this date is open already: it is closed first."
    ),
    "fees_older_day_first": _("An older day is not handed in yet. Close it first."),
    "fees_counted_day_has_count": _("Count the cash first."),
    "fees_difference_is_explained": _("Explain the difference first."),
    "fees_carried_by_two": _("Cash is carried over by two people. Name the second."),
    "fees_deposit_has_slip": _("Enter the bank's slip first."),
    "fees_reconciled_by_another": _("Nobody reconciles his own day."),
    "fees_signed_by_another": _("Nobody signs his own day."),
    "fees_despite_has_name": _("Only the manager opens it, with a reason."),
    "fees_book_goes_on": _(
        "A book begins where the office's last one ends. Reload the page."
    ),
    "fees_book_numbers_stay": _("The numbers of a book never change."),
    "fees_book_once": _("This book was just issued. Reload the page."),
    "fees_one_book_in_use": _("This cashier has a book that is not used up."),
    "fees_book_numbers_in_order": _("The first number comes after the last one."),
    "fees_book_issued_by_another": _("Nobody issues a book to himself."),
    "fees_number_in_order": _(
        "This is not the next number of your book. Reload the page."
    ),
    "fees_spoiled_once": _("This number is spoiled already."),
    "fees_spoiled_has_reason": _("Say what happened to this number."),
    "fees_prepaid_once_a_home": _("This was just paid ahead. Try again."),
    "fees_prepaid_enough": _("What was paid ahead is used already."),
    "fees_deposit_above_zero": _("Enter an amount above zero."),
    "fees_held_enough": _("Less is held of this deposit."),
    "fees_receipt_asked_once": _("Somebody has asked for this already."),
    "fees_matter_has_reason": _("Say why."),
    "fees_matter_status_jump": _("No step leads there. Reload the page and go on."),
    "fees_matter_status_born": _("A matter begins by being asked."),
    "fees_found_once": _("This was found already."),
    "fees_settled_says_why": _("Say what it was."),
    "fees_finding_status_jump": _("No step leads there. Reload the page and go on."),
    "fees_finding_status_born": _("A finding begins by being explained."),
    "fees_day_is_open": _(
        "This day is closed: nothing is added to it. Open today's day."
    ),
    "fees_voucher_balances": _("The amounts do not balance. Reload the page."),
    "fees_money_has_its_day": _("Money of the counter belongs to an open day."),
    "fees_receipt_takes_money": _("A receipt takes money."),
    "fees_nothing_paid_from_takings": _(
        "Nothing is paid out of the takings. Pay it back by bank."
    ),
    "fees_void_same_open_day": _(
        "Only a receipt of the same open day is voided. Ask for a red reversal."
    ),
    "fees_undone_in_whole": _("A receipt is taken back in whole."),
    "fees_prepaid_same_item": _(
        "What was paid ahead for one item pays another only by written consent."
    ),
    "fees_voucher_links_once": _("Somebody was faster. Try again."),
    "fees_receipt_number_once": _("This number is used already. Reload the page."),
    "fees_receipt_has_number": _("A receipt needs its number."),
    "fees_undoing_names_what": _("Say which receipt is taken back."),
    "fees_voucher_stays": _("A voucher never changes. Correct it by another."),
    "fees_vouchers_stay": _("A voucher never changes. Correct it by another."),
    "fees_entry_stays": _("An entry never changes. Correct it by another voucher."),
    "fees_entries_stay": _("An entry never changes. Correct it by another voucher."),
    "fees_entry_once_a_place": _("The voucher is written already. Reload the page."),
    "fees_entry_not_zero": _("Enter an amount."),
    "fees_entry_names_what": _("Say what the amount is for."),
    "fees_voucher_is_sealed": _("Nothing is added to a voucher once it is written."),
    "fees_line_of_this_home": _("This bill line is not owed by this home."),
    "fees_voucher_key": _("This form was sent already. Reload the page."),
    "fees_decided_by_others": _("Others decide this first. Ask for it."),
    "fees_as_decided": _("This is not what was decided. Ask anew."),
    "fees_matter_carried_out_once": _("This was carried out already."),
    "fees_paid_back_once": _("Somebody has asked to pay this back already."),
    "fees_line_asked_once": _("Somebody has asked for this already."),
    "fees_matter_amount": _("Enter an amount above zero."),
    "fees_meter_once": _("This home has this meter already."),
    "fees_meter_multiplies": _("The multiplier is above zero."),
    "fees_meter_rolls": _("Enter the reading after which it begins at zero."),
    "fees_read_once_a_day": _("This meter was read on this day already."),
    "fees_reading_not_negative": _("Enter what the meter shows."),
    "fees_shared_once_a_month": _("This month was shared out already."),
    "fees_shared_not_negative": _("There is nothing to share out."),
    "fees_rental_days_in_order": _("The first day comes after the last one."),
    "fees_space_rented_once": _("This space is rented already. End that first."),
    "fees_demand_has_proof": _("Enter the proof of the demand."),
    "fees_demand_term": _("The term ends before the demand."),
    "fees_statement_once": _("This file came in already."),
    "fees_stated_once": _("This line came in already. Try again."),
    "fees_match_names_what": _("Say what this line is, or why it is nothing."),
    "fees_one_large_report": _("A report of this day waits already."),
    "fees_large_status_jump": _("No step leads there. Reload the page and go on."),
    "fees_large_status_born": _("A report begins by being due."),
    "fees_surprise_says_why": _("Cash or book do not agree. Say what was found."),
    "fees_violation_says_what": _("Say what happened; nobody reports himself."),
    "fees_violation_decided_by_another": _("Whom it names does not decide it."),
    "fees_violation_status_jump": _("No step leads there. Reload the page and go on."),
    "fees_violation_status_born": _("A violation begins by being found."),
    "fees_opening_once": _("This file was taken over already."),
    "fees_invoice_number_once": _("This invoice number is used already."),
    "fees_invoice_once_a_receipt": _("This receipt has its invoice already."),
    "fees_invoice_says": _("Enter the invoice's number and title."),
}
