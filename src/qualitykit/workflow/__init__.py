"""One function per use case: it calls the rooms below and holds no rule.

Nothing here prints or asks. Heavy rooms are imported where they are used: a short command stays short.
"""
