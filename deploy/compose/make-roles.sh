#!/bin/sh
# Make the roles, once, in the empty database that the image has made. The passwords come by the environment: an
# argument could be read by every process of the container.
set -eu
psql --set ON_ERROR_STOP=1 --single-transaction --username "$POSTGRES_USER" --dbname hms <<'SQL'
\set database hms
\getenv app_password APP_PASSWORD
\getenv migrator_password MIGRATOR_PASSWORD
\i /roles.sql
SQL
