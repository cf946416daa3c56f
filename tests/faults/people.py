"""Who takes part in a load, made inside the project: hundreds of sign-ins would measure Argon2."""

MAKE_PEOPLE = """
import json
from pathlib import Path
from django.db import connections
from chat.services.contacts import start_contact
from chat.services.presence import set_presence
from chat.services.queue import take
from chat.starting import StartRequest
from helpline.staff.models import Account
# This process may have been cut off as well.
for each in connections.all():
    each.close()
    each.close_pool()
cookies, people, accounts = [], [], []
for number in range({count}):
    name = f"faults{{Account.objects.count():04}}"
    account = Account.objects.create(username=name, role="handler", password="!")
    cookies.append(cookie_of(account))
    accounts.append(account)
if {talks}:
    for account in accounts:
        set_presence(by=account, available=True, capacity=4)
for number in range({talks}):
    started = start_contact(request=StartRequest(about="own_behaviour"))
    take(by=accounts[number // 4], contact=started.contact.pk)
    people.append([str(started.contact.pk), started.token])
Path({out!r}).write_text(json.dumps([cookies, people]))
"""
