#!/bin/sh
# Runs once, when the database volume is new: the same two roles as in the demonstration,
# with the passwords of this installation.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --file /roles/roles.sql
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
     --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
ALTER ROLE zibo_owner PASSWORD :'owner';
ALTER ROLE zibo_app PASSWORD :'app';
SQL
