"""志愿服务: who serves, what is asked of them, for which project, at which post, from when to when."""

from .project import Brand, Post, ServiceProject
from .requirement import Exemption, Requirement, RequirementItem, ServiceRole, VolunteerDocument
from .shift import Shift, Signup, SignupTransition
from .volunteer import GuardianConsent, Skill, TeamMember, Volunteer

__all__ = [
    "Brand",
    "Exemption",
    "GuardianConsent",
    "Post",
    "Requirement",
    "RequirementItem",
    "ServiceProject",
    "ServiceRole",
    "Shift",
    "Signup",
    "SignupTransition",
    "Skill",
    "TeamMember",
    "Volunteer",
    "VolunteerDocument",
]
