from django.db import migrations, models

# An approval says by how many people, and says what its policy says.
WALLS = [
    # (table, name, columns, target, target columns)
    ("stations_stay", "stay_review_rule_is_the_policys", "policy_id, two_reviewers", "stations_staypolicy", "id, two_reviewers"),
]

# Who was approved until now was approved by one; a guest who came late may still be let in again.
ONE = "UPDATE stations_stay SET two_reviewers = false WHERE state IN ('approved', 'checked_in', 'no_show')"


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE RESTRICT ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('stations', '0039_an_approval_says_by_how_many'),
    ]

    operations = [
        migrations.RunSQL(ONE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'checked_in']), _negated=True), models.Q(('two_reviewers__isnull', False), models.Q(('two_reviewers', False), models.Q(('review_exception', ''), _negated=True), models.Q(('first_approver__isnull', False), ('second_approver__isnull', False), models.Q(('first_approver', models.F('second_approver')), _negated=True), models.Q(('first_approver', models.F('guest')), _negated=True), models.Q(('second_approver', models.F('guest')), _negated=True)), _connector='OR')), _connector='OR'), name='stay_approved_by_whom_its_policy_asks'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_approved_at__isnull', True), ('first_approver__isnull', True)), models.Q(('first_approved_at__isnull', False), ('first_approver__isnull', False)), _connector='OR'), name='stay_first_approval_says_when'),
        ),
        migrations.AddConstraint(
            model_name='staypolicy',
            constraint=models.UniqueConstraint(fields=('id', 'two_reviewers'), name='stay_policy_reviewers_are_referable'),
        ),
        *(wall(*parts) for parts in WALLS),
    ]
