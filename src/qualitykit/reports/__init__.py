"""Results become tables, workbooks, pages and letters."""
