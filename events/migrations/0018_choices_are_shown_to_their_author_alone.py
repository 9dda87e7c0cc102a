"""
What a round's people chose is shown by PostgreSQL to its author alone, mutual pairs to their two people.

* ``events.acting_person`` is set for one transaction by `services.matchmaking.acting`, and by nobody else;
* nobody updates a choice; a choice is taken back only while the round is open;
* pairs are made by one function, at the release, from equal tokens; nobody but it writes or counts them;
* one function deletes what hangs on a profile, unread; one gives figures, and none before the closing hour.
"""

from django.db import migrations

ACTING = """
CREATE FUNCTION events_acting_person() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('events.acting_person', true), '')::bigint
$$;
"""
NO_ACTING = "DROP FUNCTION events_acting_person();"

FUNCTIONS = """
CREATE FUNCTION events_mutual_pairs(of_round bigint) RETURNS TABLE (first_id bigint, second_id bigint)
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
REVOKE ALL ON FUNCTION events_mutual_pairs(bigint) FROM PUBLIC;

CREATE FUNCTION events_make_pairs(of_round bigint) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH made AS (
        INSERT INTO events_matchpair (round_id, first_id, second_id)
        SELECT of_round, found.first_id, found.second_id
        FROM events_mutual_pairs(of_round) AS found
        JOIN events_matchround AS turn ON turn.id = of_round AND turn.state = 'released'
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM made
$$;

CREATE FUNCTION events_match_figures(of_round bigint) RETURNS TABLE (chose bigint, pairs bigint, both_yes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT
        CASE WHEN turn.state <> 'planned' THEN (
            SELECT count(DISTINCT choice.chooser_id) FROM events_matchchoice AS choice WHERE choice.round_id = turn.id
        ) END,
        CASE WHEN turn.state = 'released' THEN (
            SELECT count(*) FROM events_matchpair AS pair WHERE pair.round_id = turn.id
        ) END,
        CASE WHEN turn.state = 'released' THEN (
            SELECT count(*) FROM events_matchpair AS pair
            WHERE pair.round_id = turn.id AND pair.yes_first_at IS NOT NULL AND pair.yes_second_at IS NOT NULL
        ) END
    FROM events_matchround AS turn WHERE turn.id = of_round
$$;

CREATE FUNCTION events_forget_matches(of_profiles bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM events_matchchoice WHERE chooser_id = ANY (of_profiles);
    DELETE FROM events_matchpair WHERE first_id = ANY (of_profiles) OR second_id = ANY (of_profiles);
    DELETE FROM events_matchblock WHERE blocker_id = ANY (of_profiles) OR blocked_id = ANY (of_profiles);
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION events_make_pairs(bigint);
DROP FUNCTION events_mutual_pairs(bigint);
DROP FUNCTION events_match_figures(bigint);
DROP FUNCTION events_forget_matches(bigint[]);
"""

OWN = """EXISTS (SELECT FROM events_matchprofile AS own
    WHERE own.id IN ({columns}) AND own.person_id = events_acting_person())"""
OPEN = """EXISTS (SELECT FROM events_matchround AS turn WHERE turn.id = {table}.round_id AND turn.state = 'planned'
    AND clock_timestamp() >= turn.opens_at AND clock_timestamp() < turn.closes_at)"""
RELEASED = """EXISTS (SELECT FROM events_matchround AS turn
    WHERE turn.id = events_matchpair.round_id AND turn.state = 'released')
    AND NOT EXISTS (SELECT FROM events_matchblock AS block
        WHERE block.blocker_id = events_matchpair.first_id AND block.blocked_id = events_matchpair.second_id
           OR block.blocker_id = events_matchpair.second_id AND block.blocked_id = events_matchpair.first_id)"""

CHOICE, PAIR, BLOCK = "events_matchchoice", "events_matchpair", "events_matchblock"
AUTHOR = OWN.format(columns=f"{CHOICE}.chooser_id")
TWO = OWN.format(columns=f"{PAIR}.first_id, {PAIR}.second_id")
BLOCKER = OWN.format(columns=f"{BLOCK}.blocker_id")
EITHER = OWN.format(columns=f"{BLOCK}.blocker_id, {BLOCK}.blocked_id")
POLICIES = [
    (CHOICE, "is_read_by_its_author", f"FOR SELECT USING ({AUTHOR})"),
    (CHOICE, "is_made_by_its_author", f"FOR INSERT WITH CHECK ({AUTHOR})"),
    (CHOICE, "is_taken_back_while_open", f"FOR DELETE USING ({AUTHOR} AND {OPEN.format(table=CHOICE)})"),
    (PAIR, "is_read_by_its_two_once_released", f"FOR SELECT USING ({TWO} AND {RELEASED})"),
    (PAIR, "is_answered_by_its_two", f"FOR UPDATE USING ({TWO} AND {RELEASED}) WITH CHECK ({TWO})"),
    (BLOCK, "is_read_by_its_two", f"FOR SELECT USING ({EITHER})"),
    (BLOCK, "is_made_by_the_blocker", f"FOR INSERT WITH CHECK ({BLOCKER})"),
    (BLOCK, "is_taken_back_by_the_blocker", f"FOR DELETE USING ({BLOCKER})"),
]


def policy(table, name, rule):
    return migrations.RunSQL(
        f"CREATE POLICY {table}_{name} ON {table} {rule}", f"DROP POLICY {table}_{name} ON {table}"
    )


def secured(table):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0017_walls_between_the_people_of_a_round")]

    operations = [
        migrations.RunSQL(ACTING, NO_ACTING),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(policy(*parts) for parts in POLICIES),
        *(secured(table) for table in (CHOICE, PAIR, BLOCK)),
    ]
