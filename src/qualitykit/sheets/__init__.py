"""What our own sheets look like: columns and hidden meta, written by reports and read by intake."""
