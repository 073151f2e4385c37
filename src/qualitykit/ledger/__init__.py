"""Months, appeals and adjustments kept in a database."""
