"""Migrations that share drawings send what Django sends, and leave the models that Django leaves."""

import pgtrigger
import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import ProgrammingError, connection, models, transaction
from django.db.migrations import Migration
from django.db.migrations import operations as o
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import CaptureQueriesContext
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from zibo_youth.core import migrating


def first_bed(apps, _editor):
    """What a row of a migration sees: the columns of that moment."""
    bed = apps.get_model("core", "Bed")
    bed.objects.create(house=apps.get_model("core", "House").objects.create(name="甲"), number=7)
    assert [field.name for field in bed._meta.local_fields] == ["id", "house", "number"]


KEY = ("id", models.BigAutoField(primary_key=True))
HOUSES = [
    o.CreateModel("Town", [KEY]),
    o.CreateModel("House", [KEY, ("name", models.CharField(max_length=9))]),
    o.CreateModel("Bed", [KEY, ("house", models.ForeignKey("core.house", models.CASCADE))]),
    o.AddField("bed", "number", models.IntegerField(default=1, unique=True), preserve_default=False),
    o.AddField("house", "best", models.ForeignKey("core.bed", models.SET_NULL, null=True, related_name="+")),
    o.AddField("house", "beside", models.ManyToManyField("self")),
    o.AddIndex("bed", models.Index(fields=["house", "-number"], name="bed_by_number")),
    AddTrigger("bed", pgtrigger.Protect(name="bed_stays", operation=pgtrigger.Delete)),
    o.AddConstraint("bed", models.UniqueConstraint(fields=["number"], name="bed_has_a_number_of_its_own")),
    o.RunSQL("COMMENT ON TABLE core_bed IS 'where one sleeps'", ""),
    o.RunPython(first_bed, o.RunPython.noop),
    o.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", ""),
    RemoveTrigger("bed", "bed_stays"),
    o.RemoveIndex("bed", "bed_by_number"),
    o.AddConstraint("bed", models.CheckConstraint(condition=models.Q(number__gt=0), name="bed_counts")),
    o.AlterField("bed", "number", models.BigIntegerField()),
    o.RemoveConstraint("bed", "bed_counts"),
    o.RenameField("house", "name", "title"),
    o.AddField("house", "town", models.ForeignKey("core.town", models.CASCADE, null=True)),
    o.RemoveField("house", "beside"),
]
SHORT = [*HOUSES[:10], o.AlterField("bed", "number", models.BigIntegerField())]


def done(operations, apply, *, atomic=True):
    """What was sent to the database, and the state that was left; the tables are taken back."""
    migration = Migration("0001_houses", "core")
    migration.operations = operations
    migration.atomic = atomic
    state = ProjectState()
    assert state.apps
    with transaction.atomic():
        with CaptureQueriesContext(connection) as sent, connection.schema_editor(atomic=atomic) as editor:
            state = apply(migration, state, editor)
        transaction.set_rollback(True)
    return [query["sql"] for query in sent if "SAVEPOINT" not in query["sql"]], state


def without_drawing(state, app, model, option, rule):
    state.models[app, model].options[option] = [*state.models[app, model].options[option], rule]


def drawn(state):
    state.clear_delayed_apps_cache()
    return {
        model._meta.label: (
            [(field.name, field.db_type(connection)) for field in model._meta.get_fields() if field.concrete],
            sorted(rule.name for rule in (*model._meta.constraints, *model._meta.indexes)),
            sorted(one.name for one in model._meta.related_objects),
        )
        for model in state.apps.get_models()
    }


@pytest.mark.django_db
def test_the_same_statements_are_sent_in_the_same_order_and_the_same_models_are_left():
    expected, slowly = done(HOUSES, migrating.one_by_one)
    sent, quickly = done(HOUSES, migrating.together)

    assert len(expected) > len(HOUSES)
    assert sent == expected
    assert quickly == slowly
    assert drawn(quickly) == drawn(slowly)


@pytest.mark.django_db
def test_what_makes_no_transaction_of_its_own_goes_one_by_one(monkeypatch):
    monkeypatch.setattr(migrating, "_at_once", None)

    assert (
        done(HOUSES[:9], migrating.together, atomic=False)[0]
        == done(HOUSES[:9], migrating.one_by_one, atomic=False)[0]
    )


@pytest.mark.django_db
@pytest.mark.control
def test_tables_and_what_is_added_to_them_in_one_drawing_would_be_written_twice(monkeypatch):
    both = migrating.TABLES | migrating.ADDITIONS
    monkeypatch.setattr(migrating, "TABLES", both)
    monkeypatch.setattr(migrating, "ADDITIONS", both)

    with pytest.raises(ProgrammingError, match="already exists"):
        done(HOUSES, migrating.together)


@pytest.mark.django_db
@pytest.mark.control
def test_without_a_complete_drawing_a_field_that_changes_would_find_no_class(monkeypatch):
    assert done(SHORT, migrating.together)[0] == done(SHORT, migrating.one_by_one)[0]

    monkeypatch.setattr(migrating, "_draw_all", lambda state: None)
    with pytest.raises(LookupError):
        done(SHORT, migrating.together)


@pytest.mark.django_db
@pytest.mark.control
def test_a_drawing_that_lacked_a_constraint_would_give_it_up_with_the_field_s_own(monkeypatch):
    """A column stops being unique: which of two walls was its own is read from the class."""
    given_up = 'DROP CONSTRAINT "bed_has_a_number_of_its_own"'
    assert given_up not in "".join(done(SHORT, migrating.together)[0])

    monkeypatch.setattr(ProjectState, "_append_option", without_drawing)
    assert given_up in "".join(done(SHORT, migrating.one_by_one)[0])


@pytest.mark.django_db
def test_a_drawing_shows_what_is_named_and_nothing_else(monkeypatch):
    render, rendered = ModelState.render, []

    def counted(model, apps):
        rendered.append(model.name)
        return render(model, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    done(HOUSES[:3], migrating.together)
    assert sorted(rendered) == ["Bed", "House", "Town"]

    rendered.clear()
    done([*HOUSES[:3], HOUSES[4]], migrating.together)
    assert sorted(rendered[3:]) == ["Bed", "House"]


def test_an_operation_that_is_not_known_here_shares_nothing():
    class Ours(o.AddField):
        pass

    field = models.IntegerField(null=True)
    assert migrating._kind(o.AddField("bed", "number", field)) is migrating.ADDITIONS
    assert migrating._kind(Ours("bed", "number", field)) is None
    assert migrating._kind(o.RunSQL("SELECT 1", state_operations=HOUSES[3:4])) is None
    assert {type(operation) for operation in HOUSES if migrating._kind(operation) is None} == {
        o.RunPython,
        o.AlterField,
        o.RenameField,
        o.RemoveField,
    }


@pytest.mark.parametrize(
    ("options", "apply"),
    [
        ({}, migrating.together),
        ({"one_by_one": True}, migrating.one_by_one),
        ({"fake_initial": True}, migrating.one_by_one),
    ],
)
def test_the_command_shares_drawings_unless_it_is_told_not_to(monkeypatch, options, apply):
    seen = []
    monkeypatch.setattr(migrate.Command, "handle", lambda *_args, **_options: seen.append(Migration.apply))

    call_command("migrate", skip_checks=True, **options)

    assert seen == [apply]
    assert Migration.apply is migrating.one_by_one
