"""Reads workbooks with openpyxl and writes what it finds as JSON: of each file its
sheets, and of each sheet its cells with their formulas and stored values, and how
many tables, charts, lists and conditional formats it has. A warning is an error."""

import datetime
import json
import sys
import warnings

import openpyxl
from openpyxl.utils.datetime import to_excel

warnings.simplefilter("error")


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)):
        return to_excel(value)
    return value


def sheet(formulas, values):
    cells = {}
    stored = {c.coordinate: c.value for row in values.iter_rows() for c in row if c.value is not None}
    for row in formulas.iter_rows():
        for cell in row:
            if cell.value is not None:
                formula = cell.value[1:] if cell.data_type == "f" else ""
                cells[cell.coordinate] = [formula, plain(stored.get(cell.coordinate))]
    return {
        "name": formulas.title,
        "hidden": formulas.sheet_state != "visible",
        "cells": cells,
        "tables": {t.name: t.ref for t in formulas.tables.values()},
        "charts": len(formulas._charts),
        "lists": len(formulas.data_validations.dataValidation),
        "conditions": sum(len(rules.rules) for rules in formulas.conditional_formatting),
        "titles": formulas.print_title_rows or "",
    }


def book(path):
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return [sheet(formulas[n], values[n]) for n in formulas.sheetnames]


json.dump({path: book(path) for path in sys.argv[1:]}, sys.stdout)
