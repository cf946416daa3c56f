"""The directory in other people's forms: Open Referral UK 3.0 (HSDS-UK) and CSV. Plain Python.

See docs/directory-api.md.
"""
