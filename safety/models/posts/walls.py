"""Bodies of the triggers of model posts: what one row's rule asks of another table, whoever writes."""

from __future__ import annotations

from .words import CHOSEN, RECOMMENDED, VETO_GRADES


def _walled(body: str, name: str) -> str:
    """REFUSE in a body: the violation of a constraint of this name."""
    return body.replace(
        "REFUSE", f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"
    )


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


# The one place where recommendations of a district and places of a year are counted.
COUNTS_POSTS = """
DECLARE more integer := 0; named integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF OLD.state IN (RECOMMENDED) THEN more := more - 1; END IF;
        IF OLD.state IN (CHOSEN) THEN named := named - 1; END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF NEW.state IN (RECOMMENDED) THEN more := more + 1; END IF;
        IF NEW.state IN (CHOSEN) THEN named := named + 1; END IF;
    END IF;
    IF named <> 0 THEN
        UPDATE safety_postround SET taken = taken + named WHERE id = COALESCE(NEW.round_id, OLD.round_id);
    END IF;
    IF more <> 0 THEN
        UPDATE safety_postquota SET taken = taken + more
        WHERE round_id = COALESCE(NEW.round_id, OLD.round_id)
          AND district_id = COALESCE(NEW.reporting_org_id, OLD.reporting_org_id);
        IF NOT FOUND AND more > 0 THEN
            RAISE EXCEPTION 'no quota' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'post_quota_never_overfull';
        END IF;
    END IF;
    RETURN NULL;
END;
""".replace("RECOMMENDED", _listed(RECOMMENDED)).replace("CHOSEN", _listed(CHOSEN))

# Sharing the enterprise's row, so that an accident recorded at this instant is seen, or waits.
WITHOUT_AN_ACCIDENT = _walled(
    """
DECLARE years integer; day date;
BEGIN
    PERFORM FROM safety_enterprise WHERE id = NEW.enterprise_id FOR SHARE;
    SELECT accident_years INTO years FROM safety_postform WHERE id = NEW.form_id;
    SELECT closes_on INTO day FROM safety_postround WHERE id = NEW.round_id;
    IF EXISTS (
        SELECT FROM safety_enterpriseaccident AS one
        WHERE one.enterprise_id = NEW.enterprise_id AND one.voided_at IS NULL
          AND one.grade IN (VETO_GRADES)
          AND one.happened_on > (day - make_interval(years => years))::date
    ) THEN
        REFUSE
    END IF;
    RETURN NEW;
END;
""".replace("VETO_GRADES", _listed(VETO_GRADES)),
    "post_without_a_serious_accident",
)

# An award shares this row: one of the two sees the other.
HOLDS_THE_ENTERPRISE = """
PERFORM FROM safety_enterprise WHERE id = NEW.enterprise_id FOR NO KEY UPDATE;
RETURN NEW;
"""

NO_OPEN_OBJECTION = _walled(
    """
IF EXISTS (
    SELECT FROM safety_postobjection AS one WHERE one.post_id = NEW.id AND one.answered_at IS NULL
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "post_award_without_an_open_objection",
)

# Sharing the post's row: an award at this instant waits for the objection, or the objection comes too late.
WHILE_THE_NOTICE_RUNS = _walled(
    """
PERFORM FROM safety_safetypost AS one WHERE one.id = NEW.post_id AND one.state = 'public_notice' FOR SHARE;
IF NOT FOUND THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "post_objection_while_its_notice_runs",
)

# 回避: whoever works at the unit, or leads its district, holds no seat and hands in no sheet.
NOBODY_WITH_AN_INTEREST = _walled(
    """
IF EXISTS (
    SELECT FROM safety_safetypost AS one
    JOIN safety_enterprise AS unit ON unit.id = one.enterprise_id
    JOIN safety_postreviewer AS judge ON judge.id = NEW.reviewer_id
    JOIN accounts_membership AS office ON office.person_id = judge.person_id
    WHERE one.id = NEW.post_id
      AND office.from_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date
      AND (office.until_on IS NULL OR office.until_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
      AND (office.organisation_id = unit.organisation_id
           OR (office.role = 'district_officer' AND office.organisation_id = one.reporting_org_id))
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "post_sheet_without_an_interest",
)

SIGNED_WITHIN_THE_FORM = _walled(
    """
IF NOT EXISTS (
    SELECT FROM safety_postform AS form
    WHERE form.id = NEW.form_id
      AND NEW.team_size BETWEEN 1 AND form.team_most
      AND NEW.young * 100 >= form.young_share * NEW.team_size
      AND NEW.leader_age <= form.leader_age_most
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "post_team_within_the_form",
)

# Points are told with the sheet, for lines of the form that was judged, and never above what a line gives.
POINTS_OF_THE_FORM = _walled(
    """
IF NOT EXISTS (
    SELECT FROM safety_postsheet AS sheet
    JOIN safety_postrevision AS revision
      ON revision.post_id = sheet.post_id AND revision.number = sheet.revision
    JOIN safety_postcriterion AS line ON line.form_id = revision.form_id
    WHERE sheet.id = NEW.sheet_id AND sheet.state = 'submitted' AND line.id = NEW.criterion_id
      AND (NEW.points <= line.most OR (NEW.points IS NULL AND line.kind = 'score'))
) THEN
    REFUSE
END IF;
RETURN NEW;
""",
    "post_score_of_its_form_and_within_the_most",
)

FORM_OF_A_DRAFT = _walled(
    """
IF EXISTS (SELECT FROM safety_postform AS form
           WHERE form.id = COALESCE(NEW.form_id, OLD.form_id) AND form.published_at IS NOT NULL) THEN
    REFUSE
END IF;
RETURN COALESCE(NEW, OLD);
""",
    "post_criterion_stays_once_published",
)
