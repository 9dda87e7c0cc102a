"""Rows of who came to a session: scans, what they add up to, files of devices without a network."""

from .attendance import Attendance
from .certificate import AttendanceCertificate
from .feedback import Feedback
from .scan import EntryScan
from .upload import ScanUpload

__all__ = ["Attendance", "AttendanceCertificate", "EntryScan", "Feedback", "ScanUpload"]
