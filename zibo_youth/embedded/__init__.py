"""
Real PostgreSQL and Redis from wheels, for ``make demo``, ``make test`` and ``make bench``.

Standard library only: it must run before Django is configured. The wheels are
used for their binaries alone; their own managers open network ports, add system
users and stop a server when its last client leaves.
"""
