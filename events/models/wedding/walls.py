"""Bodies of the triggers: what one row's rule asks of another table, whoever writes."""

from __future__ import annotations


def _walled(body: str, name: str) -> str:
    """REFUSE in a body: the violation of a constraint of this name."""
    return body.replace(
        "REFUSE", f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
    )


# The one place where an edition's couples are counted.
COUNTS_COUPLES = """
DECLARE more integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state IN ('offered', 'admitted', 'held', 'absent') THEN
        more := more - 1;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state IN ('offered', 'admitted', 'held', 'absent') THEN
        more := more + 1;
    END IF;
    IF more <> 0 THEN
        UPDATE events_wedding SET taken = taken + more WHERE id = COALESCE(NEW.wedding_id, OLD.wedding_id);
    END IF;
    RETURN NULL;
END;
"""
NEVER_OVERTAKEN = _walled(
    """
IF EXISTS (
    SELECT FROM events_couple AS first
    WHERE first.wedding_id = NEW.wedding_id AND first.state = 'reserve' AND first.rank < NEW.rank
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "couple_never_overtakes",
)
# Sealed: before the release there is no rank, no sum and no place to be read by anybody.
WAITS_FOR_THE_RELEASE = _walled(
    """
IF NOT EXISTS (
    SELECT FROM events_weddingselection AS chosen
    WHERE chosen.wedding_id = NEW.wedding_id AND chosen.released_at IS NOT NULL
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "couple_result_waits_for_the_release",
)
WITHIN_GUESTS = _walled(
    """
IF NEW.guests > (SELECT guests_most FROM events_wedding WHERE id = NEW.wedding_id) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "couple_guests_within_the_edition",
)
KEEPS_LIVE = """
UPDATE events_couplemember
SET is_live = NEW.state NOT IN ('refused', 'withdrawn', 'lapsed', 'ended')
WHERE couple_id = NEW.id;
RETURN NULL;
"""
SCORES_BEFORE_THE_RELEASE = _walled(
    """
IF EXISTS (
    SELECT FROM events_weddingselection AS chosen
    JOIN events_couple AS one ON one.wedding_id = chosen.wedding_id
    WHERE one.id = COALESCE(NEW.couple_id, OLD.couple_id) AND chosen.released_at IS NOT NULL
) THEN
    REFUSE
END IF;
RETURN COALESCE(NEW, OLD);
""",
    "couple_score_stays_after_the_release",
)
COUNTS_SLOTS = """
IF TG_OP = 'INSERT' THEN
    UPDATE events_programmeslot SET taken = taken + 1 WHERE id = NEW.slot_id;
ELSE
    UPDATE events_programmeslot SET taken = taken - 1 WHERE id = OLD.slot_id;
END IF;
RETURN NULL;
"""
OF_AN_ADMITTED_COUPLE = _walled(
    """
IF NOT EXISTS (
    SELECT FROM events_couple AS one
    JOIN events_programmeitem AS item ON item.wedding_id = one.wedding_id
    WHERE one.id = NEW.couple_id AND item.id = NEW.item_id AND one.state IN ('admitted', 'held')
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "slot_is_of_an_admitted_couple",
)
