"""
Mutual pairs are found by grouping equal tokens, and the few who may not be paired are taken off as a list.

A token is of two people and each may hold it once, so two rows of one token are the two of a pair. A choice
carries its chooser's gender, written by the database. Joining every profile and registration to look at
each was four times the cost of the pairs themselves.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

PAIRS = """
CREATE OR REPLACE FUNCTION events_mutual_pairs(of_round bigint) RETURNS TABLE (first_id bigint, second_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH mutual AS MATERIALIZED (
        SELECT min(chooser_id) AS one, max(chooser_id) AS other, min(gender) <> max(gender) AS opposite
        FROM events_matchchoice WHERE round_id = of_round GROUP BY token HAVING count(*) = 2
    ), away AS MATERIALIZED (
        SELECT id FROM events_matchprofile WHERE round_id = of_round AND state <> 'approved'
        UNION ALL
        SELECT profile.id
        FROM events_matchround AS turn
        JOIN events_registration AS entry ON entry.session_id = turn.session_id AND entry.state <> 'registered'
        JOIN events_matchprofile AS profile ON profile.registration_id = entry.id
        WHERE turn.id = of_round
    )
    SELECT one, other
    FROM mutual
    WHERE one NOT IN (SELECT id FROM away) AND other NOT IN (SELECT id FROM away)
      AND (opposite OR (SELECT pairing FROM events_matchround WHERE id = of_round) = 'any')
      AND NOT EXISTS (
          SELECT FROM events_matchblock AS block
          WHERE block.round_id = of_round
            AND (block.blocker_id = one AND block.blocked_id = other
                 OR block.blocker_id = other AND block.blocked_id = one)
      )
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION events_mutual_pairs(of_round bigint) RETURNS TABLE (first_id bigint, second_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT one.chooser_id, other.chooser_id
    FROM events_matchchoice AS one
    JOIN events_matchchoice AS other
      ON other.round_id = one.round_id AND other.token = one.token AND one.chooser_id < other.chooser_id
    JOIN events_matchprofile AS first ON first.id = one.chooser_id
    JOIN events_matchprofile AS second ON second.id = other.chooser_id
    JOIN events_matchround AS turn ON turn.id = one.round_id
    JOIN events_registration AS entry ON entry.id = first.registration_id
    JOIN events_registration AS other_entry ON other_entry.id = second.registration_id
    WHERE one.round_id = of_round
      AND (turn.pairing = 'any' OR first.gender <> second.gender)
      AND first.state = 'approved' AND second.state = 'approved'
      AND entry.state = 'registered' AND other_entry.state = 'registered'
      AND NOT EXISTS (
          SELECT FROM events_matchblock AS block
          WHERE block.blocker_id = first.id AND block.blocked_id = second.id
             OR block.blocker_id = second.id AND block.blocked_id = first.id
      )
$$;
"""
CHOOSE_ANEW = """
CREATE FUNCTION events_choose_anew(of_profile bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM events_matchchoice WHERE chooser_id = of_profile;
$$;
"""
NO_CHOOSE_ANEW = "DROP FUNCTION events_choose_anew(bigint);"
GENDERS = """
ALTER TABLE events_matchchoice DISABLE TRIGGER USER;
UPDATE events_matchchoice AS choice SET gender = profile.gender
FROM events_matchprofile AS profile WHERE profile.id = choice.chooser_id;
ALTER TABLE events_matchchoice ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_offices_of_the_safety_action'),
        ('events', '0022_events_of_safety'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='matchchoice',
            name='match_choice_in_its_time',
        ),
        migrations.RemoveConstraint(
            model_name='matchchoice',
            name='match_choice_of_one_person_once',
        ),
        migrations.AddField(
            model_name='matchchoice',
            name='gender',
            field=models.PositiveSmallIntegerField(choices=[(0, '未知'), (1, '男'), (2, '女')], default=0, editable=False, verbose_name='性别'),
        ),
        migrations.AddIndex(
            model_name='matchprofile',
            index=models.Index(condition=models.Q(('state', 'approved'), _negated=True), fields=['round'], name='match_profile_not_approved'),
        ),
        migrations.AddIndex(
            model_name='registration',
            index=models.Index(condition=models.Q(('state', 'registered'), _negated=True), fields=['session'], name='registration_without_a_place'),
        ),
        migrations.RunSQL(GENDERS, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='matchchoice',
            trigger=pgtrigger.compiler.Trigger(name='match_choice_in_its_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nDECLARE turn record; own record;\nBEGIN\n    SELECT state, opens_at, closes_at, choices INTO turn\n    FROM events_matchround WHERE id = NEW.round_id FOR SHARE;\n    SELECT profile.own_token, profile.state, profile.gender, entry.state AS place INTO own\n    FROM events_matchprofile AS profile\n    JOIN events_registration AS entry ON entry.id = profile.registration_id WHERE profile.id = NEW.chooser_id;\n    IF turn.state <> 'planned'\n        OR clock_timestamp() < turn.opens_at OR clock_timestamp() >= turn.closes_at THEN\n        RAISE EXCEPTION 'match_choice_in_its_time' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'match_choice_in_its_time';\n    ELSIF NEW.slot > turn.choices THEN\n        RAISE EXCEPTION 'match_choice_within_its_number' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'match_choice_within_its_number';\n    ELSIF NEW.token = own.own_token THEN\n        RAISE EXCEPTION 'match_choice_not_of_oneself' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'match_choice_not_of_oneself';\n    ELSIF own.state <> 'approved' OR own.place <> 'registered' THEN\n        RAISE EXCEPTION 'match_choice_of_the_admitted' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'match_choice_of_the_admitted';\n    END IF;\n    NEW.gender := own.gender;\n    RETURN NEW;\nEND;\n", hash='18e2ca2571502cfbf74305030130f3078d483a56', operation='INSERT OR UPDATE', pgid='pgtrigger_match_choice_in_its_time_bb887', table='events_matchchoice', when='BEFORE')),
        ),
        migrations.RunSQL(CHOOSE_ANEW, NO_CHOOSE_ANEW),
        pgtrigger.migrations.AddTrigger(
            model_name='matchprofile',
            trigger=pgtrigger.compiler.Trigger(name='match_profile_of_another_gender_chooses_anew', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."gender" IS DISTINCT FROM (NEW."gender"))', func='PERFORM events_choose_anew(NEW.id); RETURN NULL;', hash='e7ea9cef5892d13b22bd3915aeb5359abd449522', operation='UPDATE OF "gender"', pgid='pgtrigger_match_profile_of_another_gender_chooses_anew_eca76', table='events_matchprofile', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='matchchoice',
            constraint=models.UniqueConstraint(fields=('round', 'chooser', 'token'), include=('gender',), name='match_choice_of_one_person_once'),
        ),
        migrations.AddConstraint(
            model_name='matchchoice',
            constraint=models.CheckConstraint(condition=models.Q(('gender__in', (1, 2))), name='match_choice_says_the_choosers_gender'),
        ),
        migrations.RunSQL(PAIRS, BEFORE),
    ]
