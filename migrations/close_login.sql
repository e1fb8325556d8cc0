-- Ends a login of the application, once nothing is connected by it: the last step of rotating the password. Run by psql
-- as a superuser, with the variable login (hms_app, hms_app_a or hms_app_b). docs/operations.md has the steps.

\set ON_ERROR_STOP on
SELECT set_config('hms.login', :'login', false) \g /dev/null
DO $$
DECLARE
    login text := current_setting('hms.login');
    others int := (SELECT count(*) FROM pg_stat_activity WHERE usename = login);
BEGIN
    IF login NOT IN ('hms_app', 'hms_app_a', 'hms_app_b') THEN
        RAISE EXCEPTION '% is not a login of the application', login;
    END IF;
    IF others > 0 THEN
        RAISE EXCEPTION '% is still in use: % connections', login, others;
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', login);
END
$$;
