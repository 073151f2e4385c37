"""Scoring, pure: records, standards and history in, one immutable MonthResult out."""
