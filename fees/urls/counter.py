"""The counter, receipts, and what is asked about them."""

from django.urls import path, register_converter

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
    path("receipts/", receipts.index, name="receipts"),
    path("receipts/export.xlsx", receipts.export, name="receipts-export"),
    path("receipts/<receipt:number>/", receipts.detail, name="receipt"),
    path("receipts/<receipt:number>/print/", receipts.paper, name="receipt-print"),
    path("receipts/<receipt:number>/undo/", matters.ask, name="receipt-undo"),
    path("matters/<fee_matter:number>/", matters.detail, name="matter"),
    path("matters/<fee_matter:number>/red/", matters.write_red, name="matter-red"),
]
