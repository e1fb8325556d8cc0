#!/bin/sh
# Make the roles, once, in the empty database that the image has made. The passwords come by the environment: an
# argument could be read by every process of the pod.
set -eu
psql --set ON_ERROR_STOP=1 --single-transaction --username postgres --dbname hms <<'SQL'
\set database hms
\getenv app_password APP_PASSWORD
\getenv migrator_password MIGRATOR_PASSWORD
\getenv backup_password BACKUP_PASSWORD
\i /etc/hms/roles.sql
CREATE ROLE hms_backup LOGIN REPLICATION PASSWORD :'backup_password';
SQL
