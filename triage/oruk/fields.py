"""What of an entry leaves the house, and of what kind each field is. Plain Python.

A field that is not listed here is never read from the database for the API or an export.
"""

TEXTS = (
    "name", "provider", "caller_text", "caller_text_cy", "what_happens", "what_happens_cy", "phone",
    "text_number", "email", "website", "address", "hours_text", "cost",
)  # fmt: skip
ONE_CODE = ("kind", "role", "accreditation")
CODE_LISTS = ("audience", "formats", "routes", "takes", "requires", "excludes", "languages")
NUMBERS = {"age_min": 120, "age_max": 120, "weeks_min": 200, "weeks_max": 200}

# Columns of a CSV file, in order, that an import may change.
TOLD = (*TEXTS, "areas", *ONE_CODE, *CODE_LISTS, *NUMBERS, "hours")
PUBLISHED = ("id", "slug", *TOLD, "last_checked", "updated_at")
# What a list of services tells of each; the rest takes a look at one.
LISTED = (
    "id", "name", "provider", "caller_text", "what_happens", "email", "website", "accreditation", "age_min",
    "age_max", "last_checked", "updated_at",
)  # fmt: skip
# What an import compares with; of these the last four stay in the house.
HELD = ("id", "slug", *TOLD, "description", "last_checked", "is_active", "never_hides")
