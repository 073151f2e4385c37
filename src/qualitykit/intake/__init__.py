"""Workbooks become records and problems: reading, recognition, cells, names, one module per form."""
