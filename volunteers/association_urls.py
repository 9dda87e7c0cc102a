"""Addresses of the association and the awards, below /volunteers/."""

from django.urls import path

from .views import association, award_desk, awards, ballots, congress_desk, panel, recommending, units

urlpatterns = [
    path("association/", association.association, name="volunteer_association"),
    path("association/me/", association.own, name="volunteer_own_association"),
    path("association/ballots/", ballots.ballots, name="volunteer_ballots"),
    path("association/ballots/<int:number>/", ballots.ballot, name="volunteer_ballot"),
    path(
        "association/candidates/<int:number>/object/",
        association.object_to_candidate,
        name="volunteer_object_to_candidate",
    ),
    path(
        "association/candidates/<int:number>/withdraw/",
        association.withdraw,
        name="volunteer_candidacy_withdraw",
    ),
    path("association/units/", units.unit_list, name="volunteer_units"),
    path("association/units/<int:number>/", units.unit, name="volunteer_unit"),
    path("association/units/<int:number>/nominate/", units.nominate, name="volunteer_nominate"),
    path("association/delegates/<int:number>/remove/", units.remove_delegate, name="volunteer_undelegate"),
    path("association/desk/", congress_desk.congress_list, name="volunteer_congress_desks"),
    path("association/desk/<slug:code>/", congress_desk.congress_desk, name="volunteer_congress_desk"),
    path("association/desk/<slug:code>/step/", congress_desk.step, name="volunteer_congress_step"),
    path(
        "association/desk/candidates/<int:number>/",
        congress_desk.candidate,
        name="volunteer_congress_candidate",
    ),
    path("association/desk/units/<int:number>/", congress_desk.roll, name="volunteer_congress_roll"),
    path("association/desk/offices/<int:number>/", congress_desk.open_round, name="volunteer_open_round"),
    path("association/desk/rounds/<int:number>/close/", congress_desk.close_round, name="volunteer_close"),
    path("association/desk/rounds/<int:number>/count/", congress_desk.count_round, name="volunteer_count"),
    path("association/desk/objections/<int:number>/", congress_desk.objection, name="volunteer_objection"),
    path("association/congresses/<slug:code>/", association.congress, name="volunteer_congress"),
    path("awards/", awards.season_list, name="volunteer_awards"),
    path("awards/me/", awards.own, name="volunteer_own_awards"),
    path("awards/recommended/", recommending.recommended, name="volunteer_recommended"),
    path(
        "awards/recommended/<int:number>/answer/",
        recommending.answer_for_organisation,
        name="volunteer_award_answer_for_organisation",
    ),
    path("awards/nominations/<int:number>/object/", awards.object_to_award, name="volunteer_object_to_award"),
    path("awards/nominations/<int:number>/name/", awards.consent, name="volunteer_award_consent"),
    path(
        "awards/nominations/<int:number>/answer/",
        recommending.answer_for_oneself,
        name="volunteer_award_answer",
    ),
    path("awards/nominations/<int:number>/score/", panel.score, name="volunteer_score"),
    path("awards/desk/", award_desk.season_list, name="volunteer_award_desks"),
    path("awards/desk/<slug:code>/", award_desk.season_desk, name="volunteer_award_desk"),
    path("awards/desk/<slug:code>/step/", award_desk.step, name="volunteer_award_step"),
    path("awards/desk/<slug:code>/panel/", award_desk.seat, name="volunteer_award_seat"),
    path("awards/desk/<slug:code>/propose/", award_desk.propose, name="volunteer_award_propose"),
    path("awards/desk/nominations/<int:number>/", award_desk.nomination, name="volunteer_award_nomination"),
    path("awards/seasons/<slug:code>/", awards.season, name="volunteer_award_season"),
    path(
        "awards/seasons/<slug:code>/me/", recommending.recommend_oneself, name="volunteer_recommend_oneself"
    ),
    path("awards/seasons/<slug:code>/recommend/", recommending.recommend, name="volunteer_recommend"),
    path(
        "awards/seasons/<slug:code>/others/",
        recommending.recommend_another,
        name="volunteer_recommend_another",
    ),
    path("awards/seasons/<slug:code>/panel/", panel.panel, name="volunteer_panel"),
]
