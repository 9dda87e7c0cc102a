"""
A room for people who belong together: one party a night, and nobody else.

``company`` says whom a room is shared with: a gender, or less than nothing, the
party's number. A bed-night points at the room-night of its own company, so neither
a single guest nor a second party has a row to point at; and a night of a party is
of a stay of that party (docs/decisions/0041). The columns that are computed have
the tables of nights written anew once.

Whoever looks for a bed of an own never sees one of such a room.
"""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

# (table, name, columns, target, target columns)
WALLS = [
    ("stations_staynight", "stay_night_sleeps_in_own_company", "room_id, date, company", "stations_roomnight", "room_id, date, company"),
    ("stations_staynight", "stay_night_of_a_party_is_a_members", "party_id, stay_id", "stations_partymember", "party_id, stay_id"),
    ("stations_partymember", "party_member_person_is_the_stays", "stay_id, person_id", "stations_stay", "id, guest_id"),
]


def wall(table, name, columns, target, target_columns):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {target} ({target_columns}) ON UPDATE RESTRICT ON DELETE RESTRICT",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


# As migration 0003 wrote it.
OWN_GENDER = "ALTER TABLE stations_staynight ADD CONSTRAINT stay_night_sleeps_with_own_gender FOREIGN KEY (room_id, date, gender) REFERENCES stations_roomnight (room_id, date, gender) ON UPDATE CASCADE ON DELETE RESTRICT"
NO_LONGER = "ALTER TABLE stations_staynight DROP CONSTRAINT stay_night_sleeps_with_own_gender"

FOR_SINGLE_GUESTS = """
CREATE OR REPLACE FUNCTION stations_bed_openings(of_station bigint, arrival date, departure date)
RETURNS TABLE (bed_id bigint, gender_mode varchar, for_men boolean, for_women boolean)
LANGUAGE sql STABLE AS $$
    SELECT bed.id, room.gender_mode,
        is_open AND is_free AND room.gender_mode <> 'female' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 2
            OFFSET 0),
        is_open AND is_free AND room.gender_mode <> 'male' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 1
            OFFSET 0)
    FROM stations_station AS station
    JOIN stations_room AS room ON room.station_id = station.id
    CROSS JOIN LATERAL (SELECT
        station.opened_on <= $2 AND coalesce(station.closed_on >= $3, true)
        AND NOT EXISTS (
            SELECT FROM stations_closure AS closed
            WHERE closed.station_id = station.id AND coalesce(closed.room_id = room.id, true)
                AND closed.from_on < $3 AND closed.until_on > $2
            OFFSET 0)
        OFFSET 0
    ) AS room_state (is_open)
    CROSS JOIN LATERAL (SELECT id FROM stations_bed WHERE room_id = room.id OFFSET 0) AS bed
    CROSS JOIN LATERAL (SELECT
        NOT EXISTS (
            SELECT FROM stations_staynight AS taken
            WHERE taken.bed_id = bed.id AND taken.date >= $2 AND taken.date < $3
            OFFSET 0)
    ) AS bed_state (is_free)
    WHERE station.id = $1 AND room.gender_mode <> 'party'
$$;
"""
# As migration 0011 wrote it.
FOR_ALL = """
CREATE OR REPLACE FUNCTION stations_bed_openings(of_station bigint, arrival date, departure date)
RETURNS TABLE (bed_id bigint, gender_mode varchar, for_men boolean, for_women boolean)
LANGUAGE sql STABLE AS $$
    SELECT bed.id, room.gender_mode,
        is_open AND is_free AND room.gender_mode <> 'female' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 2
            OFFSET 0),
        is_open AND is_free AND room.gender_mode <> 'male' AND NOT EXISTS (
            SELECT FROM stations_roomnight AS sleeps
            WHERE sleeps.room_id = room.id AND sleeps.date >= $2 AND sleeps.date < $3 AND sleeps.gender = 1
            OFFSET 0)
    FROM stations_station AS station
    JOIN stations_room AS room ON room.station_id = station.id
    CROSS JOIN LATERAL (SELECT
        station.opened_on <= $2 AND coalesce(station.closed_on >= $3, true)
        AND NOT EXISTS (
            SELECT FROM stations_closure AS closed
            WHERE closed.station_id = station.id AND coalesce(closed.room_id = room.id, true)
                AND closed.from_on < $3 AND closed.until_on > $2
            OFFSET 0)
        OFFSET 0
    ) AS room_state (is_open)
    CROSS JOIN LATERAL (SELECT id FROM stations_bed WHERE room_id = room.id OFFSET 0) AS bed
    CROSS JOIN LATERAL (SELECT
        NOT EXISTS (
            SELECT FROM stations_staynight AS taken
            WHERE taken.bed_id = bed.id AND taken.date >= $2 AND taken.date < $3
            OFFSET 0)
    ) AS bed_state (is_free)
    WHERE station.id = $1
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_an_account_is_closed_and_erased'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('stations', '0041_what_a_rule_refuses_is_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NO_LONGER, OWN_GENDER),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('arrival', models.DateField(verbose_name='入住日期')),
                ('departure', models.DateField(verbose_name='离店日期')),
                ('size', models.PositiveSmallIntegerField(verbose_name='同住人数')),
                ('relation', models.CharField(choices=[('couple', '伴侣'), ('family', '家人')], max_length=8, verbose_name='同住关系')),
                ('state', models.CharField(choices=[('open', '等待同意'), ('booked', '已一起提交'), ('ended', '未成行')], default='open', editable=False, max_length=8, verbose_name='状态')),
                ('ended_for', models.CharField(blank=True, choices=[('not_all', '不是每个人都能在这些日期入住'), ('no_room', '同住间已被预约'), ('declined', '有人不参加'), ('lapsed', '没有在期限内全部同意')], max_length=8, verbose_name='未成行原因')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='发起时间')),
                ('open_until', models.DateTimeField(verbose_name='同意期限')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
            ],
            options={
                'verbose_name': '同住',
                'verbose_name_plural': '同住',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PartyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('arrival', models.DateField(verbose_name='入住日期')),
                ('departure', models.DateField(verbose_name='离店日期')),
                ('size', models.PositiveSmallIntegerField(verbose_name='同住人数')),
                ('relation', models.CharField(choices=[('couple', '伴侣'), ('family', '家人')], max_length=8, verbose_name='同住关系')),
                ('state', models.CharField(choices=[('open', '等待同意'), ('booked', '已一起提交'), ('ended', '未成行')], default='open', editable=False, max_length=8, verbose_name='状态')),
                ('ended_for', models.CharField(blank=True, choices=[('not_all', '不是每个人都能在这些日期入住'), ('no_room', '同住间已被预约'), ('declined', '有人不参加'), ('lapsed', '没有在期限内全部同意')], max_length=8, verbose_name='未成行原因')),
                ('began_at', models.DateTimeField(auto_now_add=True, verbose_name='发起时间')),
                ('open_until', models.DateTimeField(verbose_name='同意期限')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartyMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='第几位')),
                ('seed', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='邀请种子')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='邀请摘要')),
                ('said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='同意时间')),
                ('purpose', models.CharField(blank=True, choices=[('job_seeking', '求职招聘'), ('business_scouting', '创业考察'), ('academic_exchange', '学术交流'), ('internship', '实习见习')], max_length=20, verbose_name='来淄事由')),
                ('purpose_detail', models.CharField(blank=True, max_length=120, verbose_name='单位、岗位或活动')),
                ('declared_non_native', models.BooleanField(default=False, verbose_name='声明为非淄博籍')),
                ('contact_mobile', models.CharField(blank=True, max_length=20, verbose_name='联系手机')),
                ('arrival_time', models.TimeField(blank=True, null=True, verbose_name='预计到达时间')),
            ],
            options={
                'verbose_name': '同住人',
                'verbose_name_plural': '同住人',
                'ordering': ['party', 'place'],
            },
        ),
        migrations.CreateModel(
            name='PartyMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('place', models.PositiveSmallIntegerField(verbose_name='第几位')),
                ('said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='同意时间')),
                ('purpose', models.CharField(blank=True, choices=[('job_seeking', '求职招聘'), ('business_scouting', '创业考察'), ('academic_exchange', '学术交流'), ('internship', '实习见习')], max_length=20, verbose_name='来淄事由')),
                ('declared_non_native', models.BooleanField(default=False, verbose_name='声明为非淄博籍')),
                ('arrival_time', models.TimeField(blank=True, null=True, verbose_name='预计到达时间')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staynight',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staynight',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staypolicy',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staypolicy',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='staypolicy',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='roomnight',
            name='room_night_gender_is_referable',
        ),
        migrations.RemoveConstraint(
            model_name='roomnight',
            name='room_night_gender_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='roomnight',
            name='room_night_fits_the_rooms_mode',
        ),
        migrations.AddField(
            model_name='staypolicy',
            name='party_hours',
            field=models.PositiveSmallIntegerField(db_default=48, default=48, verbose_name='同住邀请保留小时数'),
        ),
        migrations.AddField(
            model_name='staypolicyevent',
            name='party_hours',
            field=models.PositiveSmallIntegerField(db_default=48, default=48, verbose_name='同住邀请保留小时数'),
        ),
        migrations.AlterField(
            model_name='room',
            name='gender_mode',
            field=models.CharField(choices=[('male', '男生房'), ('female', '女生房'), ('flexible', '随首位入住者'), ('single', '单人间'), ('party', '同住间')], max_length=8, verbose_name='房间类型'),
        ),
        migrations.AlterField(
            model_name='roomevent',
            name='gender_mode',
            field=models.CharField(choices=[('male', '男生房'), ('female', '女生房'), ('flexible', '随首位入住者'), ('single', '单人间'), ('party', '同住间')], max_length=8, verbose_name='房间类型'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staynight',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_staynightevent" ("bed_id", "cap", "date", "extra_id", "extra_nights", "extra_until", "gender", "guest_id", "id", "number", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "room_id", "stay_id") VALUES (OLD."bed_id", OLD."cap", OLD."date", OLD."extra_id", OLD."extra_nights", OLD."extra_until", OLD."gender", OLD."guest_id", OLD."id", OLD."number", OLD."party_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."policy_id", OLD."room_id", OLD."stay_id"); RETURN NULL;', hash='b8a09a16b79250e3f7238fadbbe5223f2a726705', operation='DELETE', pgid='pgtrigger_delete_delete_7a09e', table='stations_staynight', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staynight',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_staynightevent" ("bed_id", "cap", "date", "extra_id", "extra_nights", "extra_until", "gender", "guest_id", "id", "number", "party_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "room_id", "stay_id") VALUES (NEW."bed_id", NEW."cap", NEW."date", NEW."extra_id", NEW."extra_nights", NEW."extra_until", NEW."gender", NEW."guest_id", NEW."id", NEW."number", NEW."party_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."policy_id", NEW."room_id", NEW."stay_id"); RETURN NULL;', hash='5603afd388306fbc3c8433d85346b15cee682eed', operation='UPDATE', pgid='pgtrigger_update_update_8694c', table='stations_staynight', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staypolicy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_staypolicyevent" ("allowed_purposes", "answer_hours", "appeal_days", "cancel_free_until", "check_in_from", "check_out_by", "draft_days", "effective_from", "evidence_required", "follow_up_days", "follow_up_reminder_days", "hold_lapse_hours", "hold_lapse_limit", "hold_minutes", "hold_pause_hours", "horizon_days", "id", "late_cancels_per_no_show", "lead_days", "lead_in_workdays", "lounge_group_hours_per_week", "lounge_hours_per_week", "lounge_release_minutes", "max_age", "max_free_nights", "max_nights_per_stay", "max_stays_per_window", "max_waiting", "min_age", "min_education", "native_excluded", "no_show_at", "no_show_limit", "note", "offer_hours", "party_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "rehousing_hours", "reinstate_hours", "review_hours", "review_release_hours", "source", "strike_window_days", "suspension_days", "two_reviewers", "visitors_until") VALUES (OLD."allowed_purposes", OLD."answer_hours", OLD."appeal_days", OLD."cancel_free_until", OLD."check_in_from", OLD."check_out_by", OLD."draft_days", OLD."effective_from", OLD."evidence_required", OLD."follow_up_days", OLD."follow_up_reminder_days", OLD."hold_lapse_hours", OLD."hold_lapse_limit", OLD."hold_minutes", OLD."hold_pause_hours", OLD."horizon_days", OLD."id", OLD."late_cancels_per_no_show", OLD."lead_days", OLD."lead_in_workdays", OLD."lounge_group_hours_per_week", OLD."lounge_hours_per_week", OLD."lounge_release_minutes", OLD."max_age", OLD."max_free_nights", OLD."max_nights_per_stay", OLD."max_stays_per_window", OLD."max_waiting", OLD."min_age", OLD."min_education", OLD."native_excluded", OLD."no_show_at", OLD."no_show_limit", OLD."note", OLD."offer_hours", OLD."party_hours", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quiet_from", OLD."rehousing_hours", OLD."reinstate_hours", OLD."review_hours", OLD."review_release_hours", OLD."source", OLD."strike_window_days", OLD."suspension_days", OLD."two_reviewers", OLD."visitors_until"); RETURN NULL;', hash='c79bb5ae7044fdf022eafcc7da0d4144982e1698', operation='DELETE', pgid='pgtrigger_delete_delete_49600', table='stations_staypolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staypolicy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_staypolicyevent" ("allowed_purposes", "answer_hours", "appeal_days", "cancel_free_until", "check_in_from", "check_out_by", "draft_days", "effective_from", "evidence_required", "follow_up_days", "follow_up_reminder_days", "hold_lapse_hours", "hold_lapse_limit", "hold_minutes", "hold_pause_hours", "horizon_days", "id", "late_cancels_per_no_show", "lead_days", "lead_in_workdays", "lounge_group_hours_per_week", "lounge_hours_per_week", "lounge_release_minutes", "max_age", "max_free_nights", "max_nights_per_stay", "max_stays_per_window", "max_waiting", "min_age", "min_education", "native_excluded", "no_show_at", "no_show_limit", "note", "offer_hours", "party_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "rehousing_hours", "reinstate_hours", "review_hours", "review_release_hours", "source", "strike_window_days", "suspension_days", "two_reviewers", "visitors_until") VALUES (NEW."allowed_purposes", NEW."answer_hours", NEW."appeal_days", NEW."cancel_free_until", NEW."check_in_from", NEW."check_out_by", NEW."draft_days", NEW."effective_from", NEW."evidence_required", NEW."follow_up_days", NEW."follow_up_reminder_days", NEW."hold_lapse_hours", NEW."hold_lapse_limit", NEW."hold_minutes", NEW."hold_pause_hours", NEW."horizon_days", NEW."id", NEW."late_cancels_per_no_show", NEW."lead_days", NEW."lead_in_workdays", NEW."lounge_group_hours_per_week", NEW."lounge_hours_per_week", NEW."lounge_release_minutes", NEW."max_age", NEW."max_free_nights", NEW."max_nights_per_stay", NEW."max_stays_per_window", NEW."max_waiting", NEW."min_age", NEW."min_education", NEW."native_excluded", NEW."no_show_at", NEW."no_show_limit", NEW."note", NEW."offer_hours", NEW."party_hours", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quiet_from", NEW."rehousing_hours", NEW."reinstate_hours", NEW."review_hours", NEW."review_release_hours", NEW."source", NEW."strike_window_days", NEW."suspension_days", NEW."two_reviewers", NEW."visitors_until"); RETURN NULL;', hash='6778bf56085989c6addbb3ab3088a197054a062b', operation='INSERT', pgid='pgtrigger_insert_insert_32095', table='stations_staypolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staypolicy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_staypolicyevent" ("allowed_purposes", "answer_hours", "appeal_days", "cancel_free_until", "check_in_from", "check_out_by", "draft_days", "effective_from", "evidence_required", "follow_up_days", "follow_up_reminder_days", "hold_lapse_hours", "hold_lapse_limit", "hold_minutes", "hold_pause_hours", "horizon_days", "id", "late_cancels_per_no_show", "lead_days", "lead_in_workdays", "lounge_group_hours_per_week", "lounge_hours_per_week", "lounge_release_minutes", "max_age", "max_free_nights", "max_nights_per_stay", "max_stays_per_window", "max_waiting", "min_age", "min_education", "native_excluded", "no_show_at", "no_show_limit", "note", "offer_hours", "party_hours", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "rehousing_hours", "reinstate_hours", "review_hours", "review_release_hours", "source", "strike_window_days", "suspension_days", "two_reviewers", "visitors_until") VALUES (NEW."allowed_purposes", NEW."answer_hours", NEW."appeal_days", NEW."cancel_free_until", NEW."check_in_from", NEW."check_out_by", NEW."draft_days", NEW."effective_from", NEW."evidence_required", NEW."follow_up_days", NEW."follow_up_reminder_days", NEW."hold_lapse_hours", NEW."hold_lapse_limit", NEW."hold_minutes", NEW."hold_pause_hours", NEW."horizon_days", NEW."id", NEW."late_cancels_per_no_show", NEW."lead_days", NEW."lead_in_workdays", NEW."lounge_group_hours_per_week", NEW."lounge_hours_per_week", NEW."lounge_release_minutes", NEW."max_age", NEW."max_free_nights", NEW."max_nights_per_stay", NEW."max_stays_per_window", NEW."max_waiting", NEW."min_age", NEW."min_education", NEW."native_excluded", NEW."no_show_at", NEW."no_show_limit", NEW."note", NEW."offer_hours", NEW."party_hours", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quiet_from", NEW."rehousing_hours", NEW."reinstate_hours", NEW."review_hours", NEW."review_release_hours", NEW."source", NEW."strike_window_days", NEW."suspension_days", NEW."two_reviewers", NEW."visitors_until"); RETURN NULL;', hash='6373ab6773e8557a2b0027933cd0d12c3a8dda17', operation='UPDATE', pgid='pgtrigger_update_update_0c426', table='stations_staypolicy', when='AFTER')),
        ),
        migrations.AddField(
            model_name='party',
            name='station',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='stations.station', verbose_name='驿站'),
        ),
        migrations.AddField(
            model_name='roomnight',
            name='party',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.party', verbose_name='同住'),
        ),
        migrations.AddField(
            model_name='staynight',
            name='party',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.party', verbose_name='同住'),
        ),
        migrations.AddField(
            model_name='staynightevent',
            name='party',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.party', verbose_name='同住'),
        ),
        migrations.AddField(
            model_name='partyevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='partyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.party'),
        ),
        migrations.AddField(
            model_name='partyevent',
            name='station',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.station', verbose_name='驿站'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='同意账号'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='evidence',
            field=models.ManyToManyField(blank=True, related_name='party_members', to='stations.evidence', verbose_name='证明材料'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='stations.party', verbose_name='同住'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='accounts.person', verbose_name='同住人'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='referral_channel',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.referralchannel', verbose_name='得知渠道'),
        ),
        migrations.AddField(
            model_name='partymember',
            name='stay',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='party_places', to='stations.stay', verbose_name='入住单'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='answered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='同意账号'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='party',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.party', verbose_name='同住'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.person', verbose_name='同住人'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.partymember'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='referral_channel',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.referralchannel', verbose_name='得知渠道'),
        ),
        migrations.AddField(
            model_name='partymemberevent',
            name='stay',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.stay', verbose_name='入住单'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['open_until'], name='party_open_by_end'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('departure__gt', models.F('arrival'))), name='party_lasts_a_night'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('size__range', (2, 8))), name='party_is_of_2_to_8'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('ended_for', ''), ('state', 'open')), models.Q(('closed_at__isnull', False), ('ended_for', ''), ('state', 'booked')), models.Q(('closed_at__isnull', False), ('state', 'ended'), models.Q(('ended_for', ''), _negated=True)), _connector='OR'), name='party_state_agrees_with_times'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='party_moves_as_allowed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:booked,open:ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='6d63db21b23dcb809804a58d6b934a4abe03abff', operation='UPDATE', pgid='pgtrigger_party_moves_as_allowed_6682d', table='stations_party', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_partyevent" ("arrival", "began_at", "closed_at", "departure", "ended_for", "id", "open_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "size", "state", "station_id") VALUES (OLD."arrival", OLD."began_at", OLD."closed_at", OLD."departure", OLD."ended_for", OLD."id", OLD."open_until", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."relation", OLD."size", OLD."state", OLD."station_id"); RETURN NULL;', hash='4fd5755d260a8590ef4bd5f14c8ddec756d6e9fd', operation='DELETE', pgid='pgtrigger_delete_delete_ef55b', table='stations_party', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_partyevent" ("arrival", "began_at", "closed_at", "departure", "ended_for", "id", "open_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "size", "state", "station_id") VALUES (NEW."arrival", NEW."began_at", NEW."closed_at", NEW."departure", NEW."ended_for", NEW."id", NEW."open_until", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."relation", NEW."size", NEW."state", NEW."station_id"); RETURN NULL;', hash='9b51bcc2ad89cf53d03f9c835080bea27c251f7f', operation='INSERT', pgid='pgtrigger_insert_insert_a01c4', table='stations_party', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_partyevent" ("arrival", "began_at", "closed_at", "departure", "ended_for", "id", "open_until", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation", "size", "state", "station_id") VALUES (NEW."arrival", NEW."began_at", NEW."closed_at", NEW."departure", NEW."ended_for", NEW."id", NEW."open_until", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."relation", NEW."size", NEW."state", NEW."station_id"); RETURN NULL;', hash='5520b95847425847c16a4e575be5807e855e09d2', operation='UPDATE', pgid='pgtrigger_update_update_337ad', table='stations_party', when='AFTER')),
        ),
        migrations.AddField(
            model_name='roomnight',
            name='company',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(models.F('party'), '*', models.Value(-1)), models.F('gender')), output_field=models.BigIntegerField(), verbose_name='同室'),
        ),
        migrations.AddField(
            model_name='staynight',
            name='company',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(models.F('party'), '*', models.Value(-1)), models.F('gender')), output_field=models.BigIntegerField(), verbose_name='同室'),
        ),
        migrations.AddField(
            model_name='staynightevent',
            name='company',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(django.db.models.expressions.CombinedExpression(models.F('party'), '*', models.Value(-1)), models.F('gender')), output_field=models.BigIntegerField(), verbose_name='同室'),
        ),
        migrations.AddConstraint(
            model_name='roomnight',
            constraint=models.UniqueConstraint(fields=('room', 'date', 'company'), name='room_night_company_is_referable'),
        ),
        migrations.AddConstraint(
            model_name='roomnight',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gender__in', [1, 2]), ('party__isnull', True)), models.Q(('gender', 0), ('party__isnull', False)), _connector='OR'), name='room_night_gender_is_known'),
        ),
        migrations.AddConstraint(
            model_name='roomnight',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gender_mode__in', ['flexible', 'single']), ('party__isnull', True)), models.Q(('gender', 1), ('gender_mode', 'male')), models.Q(('gender', 2), ('gender_mode', 'female')), models.Q(('gender_mode', 'party'), ('party__isnull', False)), _connector='OR'), name='room_night_fits_the_rooms_mode'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f841184c6f1a3d443f650dbe7f4a12c634beda20', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bea63', table='stations_partyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.UniqueConstraint(fields=('party', 'place'), name='party_member_one_per_place'),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.UniqueConstraint(fields=('party', 'person'), name='party_member_once_per_party'),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.UniqueConstraint(fields=('digest',), name='party_link_opens_one_place'),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.UniqueConstraint(fields=('stay',), name='party_member_one_per_stay'),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.UniqueConstraint(fields=('party', 'stay'), name='party_stay_is_referable'),
        ),
        migrations.AddConstraint(
            model_name='partymember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said_yes_at__isnull', True), ('stay__isnull', True)), models.Q(('answered_by__isnull', False), ('person__isnull', False), ('said_yes_at__isnull', False), models.Q(('purpose', ''), _negated=True)), _connector='OR'), name='party_yes_is_a_persons'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partymember',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_partymemberevent" ("answered_by_id", "arrival_time", "declared_non_native", "id", "party_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "referral_channel_id", "said_yes_at", "stay_id") VALUES (OLD."answered_by_id", OLD."arrival_time", OLD."declared_non_native", OLD."id", OLD."party_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."purpose", OLD."referral_channel_id", OLD."said_yes_at", OLD."stay_id"); RETURN NULL;', hash='398ced78db2dc07415f92bca9f2e27d9fc91c5d8', operation='DELETE', pgid='pgtrigger_delete_delete_f98e5', table='stations_partymember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partymember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "stations_partymemberevent" ("answered_by_id", "arrival_time", "declared_non_native", "id", "party_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "referral_channel_id", "said_yes_at", "stay_id") VALUES (NEW."answered_by_id", NEW."arrival_time", NEW."declared_non_native", NEW."id", NEW."party_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."purpose", NEW."referral_channel_id", NEW."said_yes_at", NEW."stay_id"); RETURN NULL;', hash='571af36a9eee8016a0ed611a29c833f3bf7dc594', operation='INSERT', pgid='pgtrigger_insert_insert_3440e', table='stations_partymember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partymember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."arrival_time" IS DISTINCT FROM (NEW."arrival_time") OR OLD."declared_non_native" IS DISTINCT FROM (NEW."declared_non_native") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."referral_channel_id" IS DISTINCT FROM (NEW."referral_channel_id") OR OLD."said_yes_at" IS DISTINCT FROM (NEW."said_yes_at") OR OLD."stay_id" IS DISTINCT FROM (NEW."stay_id"))', func='INSERT INTO "stations_partymemberevent" ("answered_by_id", "arrival_time", "declared_non_native", "id", "party_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "purpose", "referral_channel_id", "said_yes_at", "stay_id") VALUES (NEW."answered_by_id", NEW."arrival_time", NEW."declared_non_native", NEW."id", NEW."party_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."purpose", NEW."referral_channel_id", NEW."said_yes_at", NEW."stay_id"); RETURN NULL;', hash='3d887a83569082664599b7491ad4f99572fc6b8c', operation='UPDATE', pgid='pgtrigger_update_update_6d3ad', table='stations_partymember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partymemberevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa9d4aca2056219f94dd7f8bf546abd0ca80876f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b0679', table='stations_partymemberevent', when='BEFORE')),
        ),
        *(wall(*parts) for parts in WALLS),
        migrations.RunSQL(FOR_SINGLE_GUESTS, FOR_ALL),
    ]
