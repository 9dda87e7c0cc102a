"""
Run by test_broker_faults in a process of its own: some bookings that tell, each timed.

Prints JSON: seconds of each transaction with its nudge, and of one direct publish as the control.
"""

import json
import sys
import time

import django

django.setup()

from django.db import transaction

from stations.models import Stay
from zibo_youth.notifications import nudge
from zibo_youth.notifications.outbox import notify
from zibo_youth.notifications.tasks import deliver_notices

stay = Stay.objects.select_related("guest").get(pk=sys.argv[1])
seconds = []
for occasion in range(int(sys.argv[2])):
    began = time.monotonic()
    with transaction.atomic():
        notify("stations.stay_approved", to=stay.guest, about=stay, dedup=str(occasion))
    seconds.append(time.monotonic() - began)
    time.sleep(0.1)
nudge._nudger.numbers.join()

began = time.monotonic()
try:
    deliver_notices.apply_async(args=[[]], retry=False)
    published = True
except Exception:
    published = False
print(json.dumps({"seconds": seconds, "published": published, "control": time.monotonic() - began}))
