"""Who takes part in a load, made inside the project: hundreds of sign-ins would measure Argon2."""

MAKE_PEOPLE = """
import json
from pathlib import Path
from django.db import connections
from chat.models import Presence
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
# One desk is free at a time: else each of hundreds of starts goes round among all of them.
for begun in range(0, {talks}, 4):
    account = accounts[begun // 4]
    set_presence(by=account, available=True, capacity=4)
    for number in range(begun, min(begun + 4, {talks})):
        started = start_contact(request=StartRequest(about="own_behaviour"))
        take(by=account, contact=started.contact.pk)
        people.append([str(started.contact.pk), started.token])
    set_presence(by=account, available=False, capacity=4)
Presence.objects.filter(handler__in=accounts).update(available=True)
Path({out!r}).write_text(json.dumps([cookies, people]))
"""
