"""The workflow's timed jobs; their schedule is seen and changed in the admin."""

from datetime import timedelta

from propertyservice.celery import timed
from propertyservice.workflow import channels, chasing, notices, recompute


@timed("workflow.chase", timedelta(minutes=1))
def chase() -> None:
    """Every minute: tell everybody of what is due (4.2.1)."""
    if chasing.chase().counts and notices.goes_outside():
        notices.deliver_soon()


@timed(notices.DELIVER, timedelta(minutes=1))
def deliver() -> None:
    """Send notices outside; every minute again for those that could not go."""
    channels.deliver()


@timed(recompute.JOB, timedelta(minutes=10))
def recompute_deadlines() -> None:
    """After a correction: compute open deadlines anew, and what a kill left undone."""
    recompute.run_waiting()
