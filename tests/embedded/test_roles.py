"""The two database roles: what each may do, asked of a real server."""

import os

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from zibo_youth.settings import env


@pytest.fixture
def owner():
    connection = psycopg2.connect(env.DATABASE_OWNER_URL)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE role_proof (id serial PRIMARY KEY, word text)")
        cursor.execute(
            "CREATE FUNCTION role_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append only'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER role_guard BEFORE DELETE ON role_proof FOR EACH ROW EXECUTE FUNCTION role_refuses()"
        )
        yield cursor
        cursor.execute("DROP TABLE role_proof CASCADE; DROP FUNCTION role_refuses()")
    connection.close()


@pytest.fixture
def app(owner):
    connection = psycopg2.connect(env.DATABASE_URL)
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor
    connection.close()


def test_the_portal_reads_and_writes_rows(app):
    app.execute("INSERT INTO role_proof (word) VALUES ('a') RETURNING id")
    app.execute("UPDATE role_proof SET word = 'b' WHERE word = 'a'")
    app.execute("SELECT count(*) FROM role_proof WHERE word = 'b'")
    assert app.fetchone() == (1,)


@pytest.mark.parametrize(
    "command",
    [
        "TRUNCATE role_proof",
        "DROP TABLE role_proof",
        "ALTER TABLE role_proof DISABLE TRIGGER role_guard",
        "ALTER TABLE role_proof ADD COLUMN more text",
        "DROP TRIGGER role_guard ON role_proof",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE zibo_owner",
        "SET ROLE postgres",
        "COPY role_proof FROM '/etc/hostname'",
    ],
)
def test_the_portal_cannot_touch_the_walls(app, command):
    with pytest.raises(InsufficientPrivilege):
        app.execute(command)


@pytest.mark.parametrize(
    "command", ["TRUNCATE role_proof", "ALTER TABLE role_proof DISABLE TRIGGER role_guard"]
)
def test_the_owner_can_so_the_refusal_is_the_roles(owner, command):
    owner.execute(command)


def test_the_owner_steps_down_to_the_portals_role_and_inherits_nothing(owner):
    owner.execute("SET ROLE zibo_app")
    with pytest.raises(InsufficientPrivilege):
        owner.execute("TRUNCATE role_proof")
    owner.execute("RESET ROLE")


def test_a_new_database_of_the_owner_has_the_same_grants(owner):
    name = f"role_proof_{os.getpid()}"
    owner.execute(f"CREATE DATABASE {name}")
    try:
        with (
            psycopg2.connect(env.DATABASE_OWNER_URL, dbname=name) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("CREATE TABLE new_proof (id serial)")
            cursor.execute("SET ROLE zibo_app")
            cursor.execute("INSERT INTO new_proof DEFAULT VALUES")
            with pytest.raises(InsufficientPrivilege):
                cursor.execute("TRUNCATE new_proof")
        connection.close()
    finally:
        owner.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("role", ["zibo_owner", "zibo_app"])
def test_neither_role_is_above_the_rules(owner, role):
    owner.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", [role])
    assert owner.fetchone() == (False, False, False)
