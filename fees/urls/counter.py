"""The counter, receipts, and what is asked about them."""

from django.urls import path, register_converter

from fees.views import account, asks, balances, demands, dunning, several
from fees.views.counter import desk, matters, receipts


class ReceiptConverter:
    """The number of a receipt, e.g. JX-SJ-00000012."""

    regex = r"[A-Z0-9]{2,8}-SJ-\d{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class MatterConverter(ReceiptConverter):
    """The number of a fee matter, e.g. JX-SF-20261124-0001."""

    regex = r"[A-Z0-9]{2,8}-SF-\d{8}-\d{4,}"


register_converter(ReceiptConverter, "receipt")
register_converter(MatterConverter, "fee_matter")

# /fees/
urlpatterns = [
    path("counter/", desk.counter, name="counter"),
    path("counter/prepaid/", desk.use_prepaid, name="use-prepaid"),
    path("counter/several/", several.several, name="several"),
    path("account/", account.account, name="account"),
    path("account/print/", account.paper, name="account-print"),
    path("arrears/", dunning.index, name="arrears"),
    path("arrears/export.xlsx", dunning.export, name="arrears-export"),
    path("arrears/demand/", dunning.demand_all, name="demand-all"),
    path("arrears/notices/", dunning.notices, name="notices"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.demand, name="demand"),
    path("lines/<int:pk>/waive/", asks.waive, name="waive"),
    path("lines/<int:pk>/dispute/", asks.dispute, name="dispute"),
    path("deposits/<int:pk>/refund/", asks.refund_deposit, name="refund-deposit"),
    path("deposits/<int:pk>/deduct/", asks.deduct, name="deduct"),
    path("prepaid/", balances.ahead, name="ahead"),
    path("prepaid/export.xlsx", balances.ahead_export, name="ahead-export"),
    path("deposits/", balances.held, name="held"),
    path("deposits/export.xlsx", balances.held_export, name="held-export"),
    path("prepaid/<int:pk>/refund/", asks.refund_ahead, name="refund-ahead"),
    path("account/delivery/", asks.delivery, name="delivery"),
    path("expenses/new/", asks.expense, name="expense"),
    path("remittances/new/", asks.remittance, name="remittance"),
    path("receipts/<receipt:number>/refund/", asks.refund_red, name="refund-red"),
    path("receipts/<receipt:number>/invoice/", asks.invoice, name="invoice"),
    path("receipts/", receipts.index, name="receipts"),
    path("receipts/export.xlsx", receipts.export, name="receipts-export"),
    path("receipts/<receipt:number>/", receipts.detail, name="receipt"),
    path("receipts/<receipt:number>/print/", receipts.paper, name="receipt-print"),
    path("receipts/<receipt:number>/undo/", matters.ask, name="receipt-undo"),
    path("matters/<fee_matter:number>/", matters.detail, name="matter"),
    path("matters/", matters.index, name="matters"),
    path("matters/<fee_matter:number>/red/", matters.write_red, name="matter-red"),
    path("matters/<fee_matter:number>/<slug:name>/", matters.step, name="matter-step"),
]
