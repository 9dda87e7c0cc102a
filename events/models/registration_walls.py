"""What the triggers of the registrations say: places, the queue, draws, reviews, rosters and coupons."""

from __future__ import annotations

# The one place where places are counted: the session first, its quota after it, in every transaction.
COUNTS_PLACES = """
DECLARE more integer := 0;
        holding CONSTANT text[] := ARRAY['offered', 'review', 'registered'];
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state = ANY (holding) THEN more := more - OLD.seats; END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = ANY (holding) THEN more := more + NEW.seats; END IF;
    IF more <> 0 THEN
        UPDATE events_session SET taken = taken + more WHERE id = COALESCE(NEW.session_id, OLD.session_id);
        UPDATE events_quota SET taken = taken + more WHERE id = COALESCE(NEW.quota_id, OLD.quota_id);
    END IF;
    RETURN NULL;
END;
"""
# Who stands in the queue, as `RegistrationQuerySet.queue` has it: nobody who is still to be reviewed.
IN_THE_QUEUE = """first.state = 'waiting' AND NOT EXISTS (
        SELECT FROM events_registrationreview AS late
        WHERE late.registration_id = first.id AND late.state = 'overdue')"""
NEVER_OVERTAKES = f"""
IF EXISTS (
    SELECT FROM events_registration AS first
    WHERE first.session_id = NEW.session_id AND {IN_THE_QUEUE}
) THEN
    RAISE EXCEPTION 'registration_newcomer_never_overtakes' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'registration_newcomer_never_overtakes';
END IF;
RETURN NEW;
"""
WAITS_FOR_THE_DRAW = """
IF EXISTS (
    SELECT FROM events_sessiondraw AS draw
    WHERE draw.session_id = NEW.session_id AND draw.drawn_at IS NULL
) THEN
    RAISE EXCEPTION 'registration_waits_for_the_draw' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'registration_waits_for_the_draw';
END IF;
RETURN NEW;
"""
REVIEWED_FIRST = """
IF EXISTS (
    SELECT FROM events_session AS turn JOIN events_event AS whole ON whole.id = turn.event_id
    WHERE turn.id = NEW.session_id AND whole.needs_review
) AND NOT EXISTS (
    SELECT FROM events_registrationreview AS look
    WHERE look.registration_id = NEW.id AND look.state = 'approved'
) THEN
    RAISE EXCEPTION 'registration_is_reviewed_first' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'registration_is_reviewed_first';
END IF;
RETURN NEW;
"""
# A group that holds its places grows only where nobody waits; whoever comes alone never grows. In a part
# that is kept for it, it passes nobody who waits for another part, as long as all parts have their room.
SEATS_FOLLOW_THE_ROSTER = """
IF NEW.organisation_id IS NULL THEN
    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
END IF;
IF NEW.seats > OLD.seats AND NEW.state <> 'waiting' AND EXISTS (
    SELECT FROM events_registration AS first
    WHERE first.session_id = NEW.session_id AND first.state = 'waiting'
      AND (first.quota_id = NEW.quota_id OR NOT EXISTS (
        SELECT FROM events_quota AS part JOIN events_session AS turn ON turn.id = part.session_id
        WHERE part.id = NEW.quota_id AND part.organisation_id IS NOT NULL AND turn.capacity >= (
            SELECT sum(each.capacity) FROM events_quota AS each WHERE each.session_id = turn.id)))
) THEN
    RAISE EXCEPTION 'registration_group_never_grows_past_the_queue' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'registration_group_never_grows_past_the_queue';
END IF;
RETURN NEW;
"""
# One more session of a series takes the lowest free number; the lock makes two at once follow one another.
TAKES_A_COUPON = """
DECLARE
    rule record;
    free integer;
BEGIN
    SELECT whole.id, whole.series_most AS most,
        CASE whole.series_per WHEN 'year'
            THEN extract(year FROM turn.starts_at AT TIME ZONE 'Asia/Shanghai')::integer ELSE 0 END AS period
    INTO rule FROM events_session AS turn JOIN events_event AS whole ON whole.id = turn.event_id
    WHERE turn.id = NEW.session_id AND whole.series_most > 0;
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(format('series:%s:%s', rule.id, NEW.person_id), 0));
    SELECT min(each.number) INTO free FROM generate_series(1, rule.most) AS each(number)
    WHERE NOT EXISTS (
        SELECT FROM events_seriescoupon AS held
        WHERE held.event_id = rule.id AND held.person_id = NEW.person_id
          AND held.period = rule.period AND held.number = each.number);
    IF free IS NULL THEN
        RAISE EXCEPTION 'registration_within_the_series_cap' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'registration_within_the_series_cap';
    END IF;
    INSERT INTO events_seriescoupon (event_id, person_id, period, number, registration_id)
    VALUES (rule.id, NEW.person_id, rule.period, free, NEW.id);
    RETURN NULL;
END;
"""
GIVES_ITS_COUPON_BACK = """
DELETE FROM events_seriescoupon WHERE registration_id = NEW.id;
RETURN NULL;
"""
# A part that is kept for an organisation holds its roster and nobody else.
IN_A_PART_THAT_IS_THEIRS = """
IF EXISTS (
    SELECT FROM events_quota AS part WHERE part.id = NEW.quota_id
      AND part.organisation_id IS NOT NULL AND part.organisation_id IS DISTINCT FROM NEW.organisation_id
) THEN
    RAISE EXCEPTION 'registration_in_a_part_that_is_theirs' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'registration_in_a_part_that_is_theirs';
END IF;
RETURN NEW;
"""
ENDS_ITS_ROSTER = """
UPDATE events_rosterperson SET left_at = now() WHERE registration_id = NEW.id AND left_at IS NULL;
RETURN NULL;
"""
