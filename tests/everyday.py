"""Whether the two readers of YAML agree: what every test of it and the fuzzer ask."""

from scorecard.events import read_events
from scorecard.everyday import read_everyday


def assert_agreement(text: str) -> bool:
    """Fail if the everyday reader took the text for something that it is not; return whether it took it."""
    everyday = read_everyday(text)
    if everyday is not None:
        assert everyday == read_events(text)
    return everyday is not None
