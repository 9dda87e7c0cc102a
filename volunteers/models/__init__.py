"""志愿服务: who serves, what is asked of them, for which project, at which post, from when to when."""

from .awards import AwardCategory, AwardNomination, AwardSeason, PanelMember, PanelScore
from .ballot import BallotRound, RoundCandidate, Turnout
from .certificate import Certificate, CertificateLine
from .crowd import CrowdSession
from .election import AssociationOffice, Candidate, Congress, Delegate, ElectoralUnit
from .hazard import HazardTicket
from .hour_claim import HourClaim
from .hour_import import HourImport
from .hours import HourDispute, HourEntry, ManualShareReview
from .no_show import NoShow
from .objection import Objection
from .patrol import AreaAlert, PatrolArea, PatrolPoint, PatrolShift
from .patrol_log import Equipment, EquipmentCheck, PatrolLog
from .project import Brand, Post, ServiceProject
from .requirement import Exemption, Requirement, RequirementItem, ServiceRole, VolunteerDocument
from .round import Application, ApplicationTransition, InterviewNote, Pool, Round
from .scan import Scan
from .shift import Shift, Signup, SignupTransition
from .swap import Swap
from .volunteer import GuardianConsent, Skill, TeamMember, Volunteer

__all__ = [
    "Application",
    "ApplicationTransition",
    "AreaAlert",
    "AssociationOffice",
    "AwardCategory",
    "AwardNomination",
    "AwardSeason",
    "BallotRound",
    "Brand",
    "Candidate",
    "Certificate",
    "CertificateLine",
    "Congress",
    "CrowdSession",
    "Delegate",
    "ElectoralUnit",
    "Equipment",
    "EquipmentCheck",
    "Exemption",
    "GuardianConsent",
    "HazardTicket",
    "HourClaim",
    "HourDispute",
    "HourEntry",
    "HourImport",
    "InterviewNote",
    "ManualShareReview",
    "NoShow",
    "Objection",
    "PanelMember",
    "PanelScore",
    "PatrolArea",
    "PatrolLog",
    "PatrolPoint",
    "PatrolShift",
    "Pool",
    "Post",
    "Requirement",
    "RequirementItem",
    "Round",
    "RoundCandidate",
    "Scan",
    "ServiceProject",
    "ServiceRole",
    "Shift",
    "Signup",
    "SignupTransition",
    "Skill",
    "Swap",
    "TeamMember",
    "Turnout",
    "Volunteer",
    "VolunteerDocument",
]
