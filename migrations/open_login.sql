-- Lets the application in by one more login, with a password of its own and the rights of hms_app: how the password is
-- rotated while the old one is in use. Run by psql as a superuser, with the variables login (hms_app_a or hms_app_b, the
-- one that is not in use) and password. docs/operations.md has the steps.

\set ON_ERROR_STOP on
SELECT :'login' IN ('hms_app_a', 'hms_app_b') AS is_ours \gset
\if :is_ours
SELECT format('CREATE ROLE %I', :'login') WHERE to_regrole(:'login') IS NULL \gexec
GRANT hms_app TO :"login";
ALTER ROLE :"login" SET role = 'hms_app';
ALTER ROLE :"login" LOGIN PASSWORD :'password';
\else
\warn 'login must be hms_app_a or hms_app_b'
SELECT 1 / 0 AS refused;
\endif
