-- The roles of the clinic's database and what each may do, before the first migration. The embedded PostgreSQL runs
-- this by itself. On a server of your own, as a superuser, in the database that is to be the clinic's:
--
--   psql -d hms -v database=hms -v app_password=… -v migrator_password=… -1 -f migrations/roles.sql
--
-- hms_owner owns everything and can't sign in; hms_migrator changes the schema as the owner; hms_app works, and owns
-- nothing. The migrations take from hms_app what it must not do even so.

CREATE ROLE hms_owner NOLOGIN;
CREATE ROLE hms_migrator LOGIN PASSWORD :'migrator_password' IN ROLE hms_owner;
ALTER ROLE hms_migrator SET role = 'hms_owner';
CREATE ROLE hms_app LOGIN PASSWORD :'app_password';

ALTER DATABASE :"database" OWNER TO hms_owner;
ALTER SCHEMA public OWNER TO hms_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO hms_app, hms_migrator;
GRANT USAGE ON SCHEMA public TO hms_app;

ALTER DEFAULT PRIVILEGES FOR ROLE hms_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE hms_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO hms_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hms_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hms_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hms_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO hms_app;

CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
