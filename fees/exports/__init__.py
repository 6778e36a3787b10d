"""月收支明细表: the month of an office's money as a workbook (4.8.2)."""

from fees.exports.figures import Month, Tie, month_of_office
from fees.exports.workbook import write_month

__all__ = ["Month", "Tie", "month_of_office", "write_month"]
