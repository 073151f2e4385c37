"""Rule tests, coverage and economic lints: scoring run on the cases beside the rules."""
