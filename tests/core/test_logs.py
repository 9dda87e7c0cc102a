"""日志: who listens hears every logger, whenever the house's logs were configured."""

import structlog

from zibo_youth.settings import logs


def test_a_logger_that_was_used_is_heard_after_logs_were_configured_again():
    log = structlog.get_logger(__name__)
    log.info("before")
    logs.logging_config("INFO")
    with structlog.testing.capture_logs() as kept:
        log.info("after")
    assert [line["event"] for line in kept] == ["after"]
