"""志愿服务: who serves, what is asked of them, for which project, at which post, from when to when."""

from .no_show import NoShow
from .project import Brand, Post, ServiceProject
from .requirement import Exemption, Requirement, RequirementItem, ServiceRole, VolunteerDocument
from .scan import Scan
from .shift import Shift, Signup, SignupTransition
from .swap import Swap
from .volunteer import GuardianConsent, Skill, TeamMember, Volunteer

__all__ = [
    "Brand",
    "Exemption",
    "GuardianConsent",
    "NoShow",
    "Post",
    "Requirement",
    "RequirementItem",
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
