"""What a standard is: the pack's models, its one strict reader and its structural lint."""
