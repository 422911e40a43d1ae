"""A workbook as openpyxl reads it, as JSON on stdout: sheets with their cells, and what their charts show."""

import datetime
import json
import sys

import openpyxl


def plain(value):
    if isinstance(value, datetime.datetime):
        # A day fraction is a double: what is less than half a millisecond away is that millisecond.
        value = value + datetime.timedelta(microseconds=500)
        return {"time": value.isoformat(timespec="milliseconds")}
    return value


def chart(found):
    return {
        "kind": found.tagname,
        "title": "".join(run.t for paragraph in found.title.tx.rich.p for run in paragraph.r or []),
        "anchor": found.anchor._from.row + 1,
        "lines": [
            {"name": line.tx.v, "days": line.cat.numRef.f, "values": line.val.numRef.f} for line in found.series
        ],
    }


book = openpyxl.load_workbook(sys.argv[1])
json.dump(
    [
        {
            "name": sheet.title,
            "frozen": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref,
            "rows": [[plain(cell.value) for cell in row] for row in sheet.iter_rows()],
            "charts": [chart(found) for found in sheet._charts],
        }
        for sheet in book.worksheets
    ],
    sys.stdout,
)
