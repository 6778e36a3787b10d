"""Opening somebody's spreadsheet in a process of its own, bounded in memory and time.

A small file can unpack to gigabytes, or name one cell in the last corner of a sheet:
the library then takes down the process it runs in. Run as a script: the file comes by
standard input, ``Unpacked`` rows go to standard output.
"""

from __future__ import annotations

import io
import pickle
import resource
import sys
from typing import Any

MEMORY = 2 * 1024**3
SECONDS = 40
MOST_ROWS = 100_000
MOST_CELLS = MOST_ROWS * 60
NOT_EXCEL, TOO_LARGE, TOO_LONG = 3, 4, 5

Unpacked = list[tuple[str, list[list[Any]], list[Any]]]


def main() -> int:
    """Write name, rows and merged ranges of each sheet; the exit code says why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 limits

    sheets: Unpacked = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height + sum(len(rows) for _, rows, _ in sheets) > MOST_ROWS:
                return TOO_LONG
            if sheet.height * sheet.width > MOST_CELLS:
                return TOO_LARGE
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append((name, rows, list(sheet.merged_cell_ranges or ())))
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, ValueError, OSError):
        return NOT_EXCEL
    pickle.dump(sheets, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
