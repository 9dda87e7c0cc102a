"""The web server's entry: it does not serve on a database that would not keep its promises."""

import os

from django.core.wsgi import get_wsgi_application

from zibo_youth.core.checks import refuse_unsafe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zibo_youth.settings.production")

application = get_wsgi_application()
refuse_unsafe_database()
