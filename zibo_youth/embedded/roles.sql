-- The portal's two roles and its database; run once by a superuser, here and in docker-compose.
-- zibo_owner owns the tables, migrates and tests. zibo_app serves people: it reads and
-- writes rows, owns nothing, and cannot TRUNCATE, create, or switch a trigger off.
CREATE ROLE zibo_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE zibo_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Lets a test step down with SET ROLE; without INHERIT the owner gains nothing by it.
GRANT zibo_app TO zibo_owner WITH INHERIT FALSE, SET TRUE;

-- In template1, so that the test databases of the owner start with the same grants.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE zibo_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO zibo_app;
ALTER DEFAULT PRIVILEGES FOR ROLE zibo_owner GRANT USAGE ON SEQUENCES TO zibo_app;

CREATE DATABASE zibo OWNER zibo_owner TEMPLATE template1;
REVOKE ALL ON DATABASE zibo FROM PUBLIC;
GRANT CONNECT ON DATABASE zibo TO zibo_app;
