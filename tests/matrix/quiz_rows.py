"""Role × URL of the quizzes, in the letters of `rows`."""

from tests.matrix.event_rows import OF_WHO_COMES
from tests.matrix.safety_rows import OF_A_DISTRICT

# Questions, keys and results are no business of the administrator.
TABLES = {
    OF_A_DISTRICT: ("quiz", "quiztransition"),
    OF_WHO_COMES: (
        *("questionbank", "bankquestion", "answerkey"),
        *("quizentry", "quizattempt", "quizanswer", "regrade"),
    ),
}
# A finished paper leads to its result; what one person answered, nobody else finds.
PAGES = r"""
22222222222  /safety/quizzes/
22222222222  /safety/quizzes/<uuid:public_id>/
L2233333333  /safety/quizzes/<uuid:public_id>/start/
22222222222  /safety/quizzes/<uuid:public_id>/board/
L2222222222  /safety/quizzes/mine/
L3444444444  /safety/quizzes/attempts/<uuid:public_id>/
LMMMMMMMMMM  /safety/quizzes/attempts/<uuid:public_id>/submit/
L2444444444  /safety/quizzes/attempts/<uuid:public_id>/result/
L4444222444  /safety/quizzes/desk/
L4444222444  /safety/quizzes/desk/new/
L4444222444  /safety/quizzes/desk/banks/
L4444222444  /safety/quizzes/desk/banks/template.<slug:kind>
L4444242444  /safety/quizzes/desk/banks/<int:number>/
L4444242444  /safety/quizzes/desk/banks/<int:number>/import/
L4444242444  /safety/quizzes/desk/questions/<int:number>/
L4444242444  /safety/quizzes/desk/attempts/<uuid:public_id>/
L4444242444  /safety/quizzes/desk/<uuid:public_id>/
22222222222  /api/v1/quizzes/
22222222222  /api/v1/quizzes/<uuid:public_id>/
22222222222  /api/v1/quizzes/<uuid:public_id>/board/
UMMMMMMMMMM  /api/v1/quizzes/<uuid:public_id>/attempts/
U2444444444  /api/v1/quizzes/attempts/<uuid:public_id>/
UMMMMMMMMMM  /api/v1/quizzes/attempts/<uuid:public_id>/answers/
UMMMMMMMMMM  /api/v1/quizzes/attempts/<uuid:public_id>/submit/
"""
OF_QUIZZES = PAGES.rstrip() + "".join(
    f"\n{letters}  /admin/safety/{table}/{path}"
    for rows, tables in TABLES.items()
    for table in tables
    for letters, path in rows
)
