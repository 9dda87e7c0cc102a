"""What the documents say of the portal is so: states, settings, accounts, commands, links and citations."""

import ast
import inspect
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from stations import services
from stations.models import LoungeVisit, ReferralCode, Rehousing, Stay
from stations.models.lounge_visit import HOLDING
from stations.models.rehousing import REHOUSING_NEXT
from stations.models.stay import LIVE
from tests.house import sources
from zibo_youth.accounts import policy
from zibo_youth.accounts.demo.accounts import ACCOUNTS
from zibo_youth.accounts.models import ErasureRequest
from zibo_youth.accounts.models.erasure import ERASURE_NEXT
from zibo_youth.reports import services as report_services
from zibo_youth.reports.models import MonthlyReport

PAGES = [name for name in sources.files() if name.endswith(".md")]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CITATION = re.compile(r"docs/decisions/(\d{4})(-[a-z0-9-]+\.md)?")


def rows(page, head):
    """The cells of the table whose first heading is ``head``, backticks taken off."""
    table, inside = [], False
    for line in sources.text(page).splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]
        if cells[0] == head:
            inside = True
        elif inside and not line.startswith("|"):
            break
        elif inside and not set(line) <= set("|- "):
            table.append(cells)
    return table


# --- docs/reference/states.md ---------------------------------------------------

STATES = "docs/reference/states.md"


def test_the_page_of_states_has_every_state_its_word_and_whether_it_holds_a_bed():
    told = {(state, word, holds) for state, word, holds, _meaning in rows(STATES, "状态")}

    assert told == {(state.value, state.label, "是" if state in LIVE else "否") for state in Stay.State}


def test_the_page_of_states_has_every_move_and_no_other():
    told = [(old, new) for old, new, *_rest in rows(STATES, "从")]

    assert sorted(told) == sorted((old, new) for old, targets in Stay.NEXT.items() for new in targets)


def test_each_move_names_a_service_and_the_action_that_it_asks_for():
    for _old, _new, who, service, action in rows(STATES, "从"):
        source = function_source(service)
        assert action in policy.MATRIX or (action == "–" and who.startswith("系统")), service
        assert action == "–" or f'"{action}"' in source, service


def test_the_page_of_states_tells_the_visits_to_lounges_too():
    told = {(state, word, holds) for state, word, holds, _meaning in rows(STATES, "会客厅状态")}
    assert told == {
        (state.value, state.label, "是" if state in HOLDING else "否") for state in LoungeVisit.State
    }
    moves = rows(STATES, "会客厅：从")
    assert sorted((old, new) for old, new, *_rest in moves) == sorted(
        (old, new) for old, targets in LoungeVisit.NEXT.items() for new in targets
    )
    named = {"stations.receive_visit": "RECEIVE", "stations.cancel_visit": "CANCEL"}
    named["stations.answer_visit"] = "ANSWER"
    assert [s for *_way, s, action in moves if named[action] not in function_source(s)] == []


def test_the_page_of_states_has_every_state_of_a_rehousing_and_where_it_leads():
    told = {state: (word, next_) for state, word, _meaning, next_ in rows(STATES, "改住状态")}

    assert told == {
        state.value: (
            str(state.label),
            " ".join(f"`{new}`" for new in REHOUSING_NEXT.get(state, ())).strip("`"),
        )
        for state in Rehousing.State
    }


def test_the_page_of_states_has_every_state_of_a_referral_code():
    told = {state: (word, next_) for state, word, _meaning, next_ in rows(STATES, "推荐码")}

    assert told == {
        state.value: (
            str(state.label),
            " ".join(f"`{new}`" for new in ReferralCode.NEXT.get(state, ())).strip("`"),
        )
        for state in ReferralCode.State
    }


def test_the_page_of_states_tells_the_requests_to_close_an_account_too():
    told = {state: (word, next_) for state, word, _meaning, next_ in rows(STATES, "注销状态")}

    assert told == {
        state.value: (
            str(state.label),
            " ".join(f"`{new}`" for new in ERASURE_NEXT.get(state, ())).strip("`"),
        )
        for state in ErasureRequest.State
    }


def test_the_page_of_states_tells_the_reports_too():
    told = {(state, word, may_change) for state, word, may_change, _meaning in rows(STATES, "月报状态")}
    assert told == {
        (state.value, state.label, "是" if MonthlyReport(state=state).is_editable else "否")
        for state in MonthlyReport.State
    }
    moves = rows(STATES, "月报：从")
    assert sorted((old, new) for old, new, *_rest in moves) == sorted(
        (old, new) for old, targets in MonthlyReport.NEXT.items() for new in targets
    )
    named = {"reports.fill_report": "FILL", "reports.decide_report": "DECIDE"}
    for *_way, service, action in moves:
        assert f"policy.require(actor, {named[action]}" in function_source(service, report_services)


def function_source(name, of=services):
    """What a service does, wherever in its package it is written."""
    return inspect.getsource(inspect.unwrap(getattr(of, name)))


# --- docs/reference/settings.md -------------------------------------------------

SETTINGS = "docs/reference/settings.md"


def variables_read():
    """Name → default, as settings/env.py asks the environment for them."""
    found = {}
    for node in sources.nodes("zibo_youth/settings/env.py"):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_env."):
            [name] = node.args
            [default] = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
            found[name.value] = default
    return found


def test_the_page_of_settings_has_every_variable_that_is_read_and_no_other():
    assert sorted(name for name, *_rest in rows(SETTINGS, "变量")) == sorted(variables_read())


def test_the_page_of_settings_has_the_defaults():
    read = variables_read()
    for name, default, *_rest in rows(SETTINGS, "变量"):
        if isinstance(read[name], ast.Constant):
            assert default == (str(read[name].value) or "空"), name
        elif isinstance(read[name], ast.List):
            assert default == "空", name
        else:  # a folder below another one: its last part
            assert f"'{default}'" in ast.unparse(read[name]), name


def test_what_compose_asks_for_beyond_that_is_told_too():
    asked = set(re.findall(r"\$\{(\w+)", sources.text("docker-compose.yml")))
    page = sources.text(SETTINGS)
    alone = set(re.findall(r"^\| `(\w+)` \|", page[page.index("docker compose") :], re.MULTILINE))

    assert alone == asked - set(variables_read())


def test_the_example_of_an_environment_names_what_compose_asks_for():
    named = set(re.findall(r"^(\w+)=", sources.text("deploy/env.example"), re.MULTILINE))
    required = set(re.findall(r"\$\{(\w+):\?", sources.text("docker-compose.yml")))
    asked = set(re.findall(r"\$\{(\w+)", sources.text("docker-compose.yml")))

    assert required <= named <= asked


# --- README ---------------------------------------------------------------------


@pytest.mark.parametrize(("page", "head"), [("README.md", "手机号"), ("README.en.md", "Number")])
def test_both_readmes_list_the_accounts_of_the_demonstration(page, head):
    told = [cells[0] for cells in rows(page, head)]

    assert told == [account.typed for account in ACCOUNTS]


def test_the_readme_calls_each_account_what_the_demonstration_calls_it():
    told = [(number, name, label) for number, name, label, *_rest in rows("README.md", "手机号")]

    assert told == [(account.typed, account.full_name or "–", account.label) for account in ACCOUNTS]


def test_the_page_of_rows_names_tests_that_are_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", sources.text("docs/reference/booking-rows.md"))
    assert named
    assert [each for each in named if f"\ndef {each[1]}(" not in sources.text(each[0])] == []


# --- every page -----------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_that_are_there(page):
    targets = [link.split("#")[0] for link in LINK.findall(sources.text(page))]
    inside = [
        target for target in targets if target and not target.startswith(("http:", "https:", "mailto:"))
    ]

    missing = [target for target in inside if not ((sources.ROOT / page).parent / unquote(target)).exists()]
    assert not missing


def test_every_citation_of_a_decision_names_one_that_is_there():
    there = {
        name.removeprefix("docs/decisions/") for name in sources.files() if name.startswith("docs/decisions/")
    }
    numbers = {name[:4] for name in there}
    for name in sources.files():
        if name.endswith((".py", ".md", ".toml", ".yml", ".conf", ".html", "Makefile")):
            for number, rest in CITATION.findall(sources.text(name)):
                assert number in numbers, f"{name} cites decision {number}"
                assert not rest or number + rest in there, f"{name} cites {number}{rest}"
    assert len(numbers) == len(there), "two decisions have one number"


def test_pages_name_only_commands_that_exist():
    goals = set(re.findall(r"^([a-z-]+):", sources.text("Makefile"), re.MULTILINE))
    commands = {Path(name).stem for name in sources.files() if "/management/commands/" in name}
    commands |= {
        "migrate",
        "createcachetable",
        "shell",
        "runserver",
        "makemigrations",
        "check",
        "compilemessages",
    }
    for page in PAGES:
        text = sources.text(page)
        assert set(re.findall(r"\bmake ([a-z-]+)(?=[`\s])", "\n".join(code_of(text)))) <= goals, page
        assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands, page


def code_of(text):
    """What stands between backticks, in lines and in blocks."""
    return re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
