"""志愿服务: who serves, what is asked of them, for which project, at which post, from when to when."""

from .certificate import Certificate, CertificateLine
from .hours import HourDispute, HourEntry, ManualShareReview
from .no_show import NoShow
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
    "Brand",
    "Certificate",
    "CertificateLine",
    "Exemption",
    "GuardianConsent",
    "HourDispute",
    "HourEntry",
    "InterviewNote",
    "ManualShareReview",
    "NoShow",
    "Pool",
    "Post",
    "Requirement",
    "RequirementItem",
    "Round",
    "Scan",
    "ServiceProject",
    "ServiceRole",
    "Shift",
    "Signup",
    "SignupTransition",
    "Skill",
    "Swap",
    "TeamMember",
    "Volunteer",
    "VolunteerDocument",
]
