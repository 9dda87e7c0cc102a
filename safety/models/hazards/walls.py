"""What PostgreSQL itself holds of hazards: conditions of their rows, and triggers between tables."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q

from zibo_youth.core.states import moves_as_allowed

from .words import HAZARD_NEXT, HazardOutcome, HazardPositionFrom, HazardSeverity, HazardState

S, FIXED = HazardState, HazardOutcome.FIXED
LATITUDES, LONGITUDES = (Decimal(-90), Decimal(90)), (Decimal(-180), Decimal(180))


def whole_position() -> Q:
    """Both numbers, on the earth, or none."""
    return Q(latitude__isnull=True, longitude__isnull=True) | Q(
        latitude__range=LATITUDES, longitude__range=LONGITUDES
    )


def _only_in(states: tuple[str, ...], told: Q, untold: Q) -> Q:
    return Q(state__in=states) & told | ~Q(state__in=states) & untold


def _walls_of_the_position() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(condition=whole_position(), name="hazard_report_position_is_whole"),
        models.CheckConstraint(
            condition=Q(latitude__isnull=True, position_from="")
            | Q(latitude__isnull=False, position_from__in=HazardPositionFrom.values),
            name="hazard_report_position_says_from_where",
        ),
        models.CheckConstraint(
            condition=Q(enterprise__isnull=True) | Q(position_from__in=["", HazardPositionFrom.PHOTO]),
            name="hazard_report_told_place_of_no_enterprise",
        ),
    ]


def report_walls() -> list[models.CheckConstraint]:
    """Each is a sentence about one report."""
    return [
        models.CheckConstraint(
            condition=Q(enterprise__isnull=False) | ~Q(place=""), name="hazard_report_says_where"
        ),
        *_walls_of_the_position(),
        models.CheckConstraint(
            condition=~Q(photo="") | Q(photo_gone_at__isnull=False), name="hazard_report_shows_a_photo"
        ),
        models.CheckConstraint(
            condition=_only_in((S.REJECTED,), ~Q(rejection=""), Q(rejection="")),
            name="hazard_report_rejected_says_why",
        ),
        models.CheckConstraint(
            condition=_only_in((S.DUPLICATE,), Q(duplicate_of__isnull=False), Q(duplicate_of__isnull=True))
            & (Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id"))),
            name="hazard_report_duplicate_names_another",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=[S.ACCEPTED, *_worked_on(), S.TRANSFERRED]) | Q(accepted_at__isnull=False),
            name="hazard_report_accepted_says_when",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=_worked_on())
            | Q(assigned_to__isnull=False, assigned_at__isnull=False, due_at__gt=F("warn_at")),
            name="hazard_report_assigned_has_somebody_and_a_due_time",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=[S.FIX_CLAIMED, S.VERIFIED]) & ~Q(outcome=FIXED) | Q(fix__isnull=False),
            name="hazard_report_mended_shows_an_after_photo",
        ),
        *_ends(),
    ]


def _worked_on() -> list[str]:
    return [S.ASSIGNED, S.RECTIFYING, S.FIX_CLAIMED, S.REOPENED, S.VERIFIED]


def _ends() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=_only_in(
                (S.CLOSED,),
                Q(closed_at__isnull=False) & ~Q(outcome=""),
                Q(closed_at__isnull=True, outcome=""),
            ),
            name="hazard_report_closed_says_how",
        ),
        models.CheckConstraint(
            condition=~(Q(state=S.VERIFIED) | Q(outcome=FIXED))
            | Q(verified_at__isnull=False, fixed_at__isnull=False),
            name="hazard_report_closed_is_not_fixed",
        ),
        models.CheckConstraint(condition=Q(reopened_times__lte=1), name="hazard_report_reopened_once"),
        models.CheckConstraint(
            condition=~Q(state=S.MIRRORED) | Q(severity=HazardSeverity.MAJOR, mirrored_at__isnull=False),
            name="hazard_report_mirrored_is_major",
        ),
        models.CheckConstraint(
            condition=~Q(severity=HazardSeverity.MAJOR)
            | Q(state__in=[S.MIRRORED, S.REJECTED, S.DUPLICATE, S.CLOSED]),
            name="hazard_report_major_is_with_the_bureau",
        ),
        models.CheckConstraint(
            condition=~Q(state=S.TRANSFERRED) | ~Q(transferred_to=""),
            name="hazard_report_transferred_says_to_whom",
        ),
    ]


# Whoever joins two reports holds both rows (`services.hazards.locks`); this is the wall behind it.
JOINED_TO_AN_ORIGINAL = """
IF NEW.state = 'duplicate' AND (
    EXISTS (SELECT FROM safety_hazardreport AS one WHERE one.id = NEW.duplicate_of_id
            AND (one.state IN ('duplicate', 'rejected')
                 OR NEW.severity = 'major' AND one.state <> 'mirrored'))
    OR EXISTS (SELECT FROM safety_hazardreport AS one WHERE one.duplicate_of_id = NEW.id)
) THEN
    RAISE EXCEPTION 'hazard_report_joined_to_an_original' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'hazard_report_joined_to_an_original';
END IF;
RETURN NEW;
"""
OF_ITS_ENTERPRISE = """
IF NEW.work_area_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM safety_workarea AS area
    WHERE area.id = NEW.work_area_id AND area.enterprise_id = NEW.enterprise_id
) THEN
    RAISE EXCEPTION 'hazard_report_work_area_of_its_enterprise' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'hazard_report_work_area_of_its_enterprise';
END IF;
RETURN NEW;
"""
# Both said yes; or the office did, and the reporter was silent until the time was over.
VERIFIED_BY_BOTH = """
IF NEW.fix_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM safety_hazardfix AS fix WHERE fix.id = NEW.fix_id AND fix.hazard_id = NEW.id
) THEN
    RAISE EXCEPTION 'hazard_report_fix_of_its_own' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'hazard_report_fix_of_its_own';
END IF;
IF NEW.state = 'verified' AND OLD.state <> 'verified' AND NOT EXISTS (
    SELECT FROM safety_hazardfix AS fix WHERE fix.id = NEW.fix_id AND fix.officer_answer = 'yes'
      AND (fix.reporter_answer = 'yes' OR fix.reporter_answer = '' AND fix.answer_by <= NEW.verified_at)
) THEN
    RAISE EXCEPTION 'hazard_report_verified_by_both' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'hazard_report_verified_by_both';
END IF;
RETURN NEW;
"""


def _before(name: str, operation: pgtrigger.Operation, text: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=text)


def report_triggers() -> list[pgtrigger.Trigger]:
    """Walls that look at other rows."""
    either = pgtrigger.Insert | pgtrigger.Update
    return [
        moves_as_allowed("hazard_report_moves_as_allowed", HAZARD_NEXT),
        _before("hazard_report_joined_to_an_original", either, JOINED_TO_AN_ORIGINAL),
        _before("hazard_report_work_area_of_its_own", either, OF_ITS_ENTERPRISE),
        _before("hazard_report_verified_by_both", pgtrigger.Update, VERIFIED_BY_BOTH),
    ]


# The places and the times that are compared are read here, whatever the portal says they are; a report that
# goes on from another has its pictures too. A place that somebody told is compared with nothing.
SAME_PLACE_AND_LATER = """
DECLARE seen record; again timestamptz; line bigint[];
BEGIN
    SELECT latitude, longitude, position_from, photo_taken_at, photo_digest, reported_at INTO seen
    FROM safety_hazardreport WHERE id = NEW.hazard_id;
    line := ARRAY(
        WITH RECURSIVE told AS (
            SELECT id, continues_id FROM safety_hazardreport WHERE id = NEW.hazard_id
            UNION ALL
            SELECT one.id, one.continues_id
            FROM safety_hazardreport AS one JOIN told ON one.id = told.continues_id
        ) SELECT id FROM told
    );
    SELECT max(coalesce(greatest(reporter_answered_at, officer_answered_at), claimed_at)) INTO again
    FROM safety_hazardfix
    WHERE hazard_id = ANY (line) AND (hazard_id <> NEW.hazard_id OR number < NEW.number);
    IF seen.position_from = 'photo' THEN
        NEW.distance_m = safety_metres(seen.latitude, seen.longitude, NEW.latitude, NEW.longitude);
    ELSE
        NEW.distance_m = NULL;
    END IF;
    NEW.not_before = coalesce(again, seen.photo_taken_at, seen.reported_at);
    IF NEW.photo_digest = seen.photo_digest OR EXISTS (
        SELECT FROM safety_hazardfix AS one
        WHERE one.hazard_id = ANY (line) AND one.photo_digest = NEW.photo_digest AND one.id <> NEW.id
    ) THEN
        RAISE EXCEPTION 'hazard_fix_is_another_picture' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'hazard_fix_is_another_picture';
    END IF;
    RETURN NEW;
END;
"""
