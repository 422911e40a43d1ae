"""The yardstick of spreadsheets: XlsxWriter in constant memory, with the cells of a csv export.
xlsx-writer.py CSV XLSX; prints the seconds the writing took, reading left out."""

import csv
import datetime
import sys
import time

try:
    import xlsxwriter
except ImportError:
    sys.exit(3)

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    csv.field_size_limit(sys.maxsize)
    heading, *rows = list(csv.reader(file))
at = [i for i, name in enumerate(heading) if name in ("timestamp", "createdAt", "at")]
for row in rows:
    for i in at:
        row[i] = datetime.datetime.fromisoformat(row[i].replace("Z", "")) if row[i] else None

began = time.perf_counter()
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True})
sheet = book.add_worksheet()
day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000"})
sheet.freeze_panes(1, 0)
for column, name in enumerate(heading):
    sheet.write_string(0, column, name)
for number, row in enumerate(rows, 1):
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if column in at:
            sheet.write_datetime(number, column, value, day)
        else:
            sheet.write_string(number, column, value)
sheet.autofilter(0, 0, len(rows), len(heading) - 1)
book.close()
print(time.perf_counter() - began)
