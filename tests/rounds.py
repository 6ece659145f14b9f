"""How much a run of the tests takes on: a few rounds and nothing slow, or everything.

With SCORECARD_FULL set, as `bash .ci/run --full` sets it, tests that are marked `slow` run too, and all go as
many rounds as they can. They then need the programs that they try, and fail where one is missing.
"""

import os

FULL = "SCORECARD_FULL" in os.environ


def rounds(few: int, everything: int) -> int:
    """Return how many rounds a test goes."""
    return everything if FULL else few
