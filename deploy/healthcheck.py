"""Ask the portal in this container whether it lives, under a host name that its settings allow."""

import os
import sys
from http.client import HTTPConnection

HOST = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".")

web = HTTPConnection("127.0.0.1", 8000, timeout=4)
web.request("GET", "/healthz", headers={"Host": HOST})
sys.exit(web.getresponse().status != 200)
