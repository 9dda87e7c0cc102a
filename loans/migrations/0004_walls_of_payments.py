"""A rule that joins two tables, and that Django cannot declare: a payment is of the bank of its loan."""

from django.db import migrations

WALLS = [
    # (table, name, columns, target, target columns)
    ("loans_disbursement", "disbursement_is_of_the_loans_bank", "loan_id, bank_id", "loans_loan", "id, bank_id"),
    ("loans_repayment", "repayment_is_of_the_loans_bank", "loan_id, bank_id", "loans_loan", "id, bank_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("loans", "0003_contracts_schedules_and_payments")]

    operations = [wall(*parts) for parts in WALLS]
