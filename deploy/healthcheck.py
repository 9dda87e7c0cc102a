"""Ask the portal in this container whether it lives, under a host name that its settings allow."""

import os
import urllib.request

HOST = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".")

request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": HOST})
urllib.request.urlopen(request, timeout=4)
