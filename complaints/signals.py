"""What complaints announces. Receivers run inside the same transaction.

Each is sent with ``record`` (Complaint), ``by`` (Staff or None), ``at`` and ``step``;
if a receiver fails, the step is rolled back too.

``complaint_replied``: each row of ``record.complainants.to_call()`` wants a callback.
``complaint_merged``: ``record`` is the one that ended; its complainants are now those
of ``record.merged_into``. ``complaint_withdrawn``: a matter of safety stays open (edge
case 28). ``fee_disputed``: the line named in ``record.disputed_item`` is in dispute
(edge case 34).
"""

from django.dispatch import Signal

complaint_received = Signal()
complaint_classified = Signal()
complaint_replied = Signal()
complaint_closed = Signal()
complaint_reopened = Signal()
complaint_withdrawn = Signal()
complaint_merged = Signal()
complaint_promoted = Signal()
fee_disputed = Signal()
