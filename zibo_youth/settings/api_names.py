"""Names of lists of choices in the description of the API, where fields of one name have different ones."""

NAMES_OF_CHOICES = {
    "EvidenceKind": "stations.models.Evidence.Kind",
    "IndicatorKind": "zibo_youth.reports.kpis.Kind",
    "StayPurpose": "stations.models.policy.Purpose",
    "VisitPurpose": "stations.models.lounge.VisitPurpose",
    "RepaymentMethod": "loans.models.product.METHODS",
    "LoanApplicationState": "loans.models.application_moves.ApplicationState",
    "LoanState": "loans.models.loan.LoanState",
    "RoundMethod": "volunteers.models.Round.Method",
    "RoundState": "volunteers.models.round.RoundState",
    "ApplicationState": "volunteers.models.round.ApplicationState",
    "ShiftState": "volunteers.models.shift.ShiftState",
    "SignupState": "volunteers.models.shift.SignupState",
    "HourState": "volunteers.models.hours.HourState",
    "HourEvidence": "volunteers.models.HourEntry.Evidence",
    "HourKind": "volunteers.models.HourEntry.Kind",
    "CertificateState": "volunteers.models.certificate.CertificateState",
    "HopeRoomState": "hope_rooms.models.room.RoomState",
}
