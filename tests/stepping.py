"""Run a command and send it a signal at one of its steps: python -m tests.stepping SIGNAL STEP COMMAND…

A step is a line that is run of what writes files, so a run can be stopped at every moment of its writing, the
same on every machine. At step 0 nothing is sent; the last line on stderr then says how many steps there were.
"""

import os
import sys
from types import FrameType
from typing import Any

from scorecard.cli.main import main
from scorecard.files import atomic as writer
from scorecard.files import system as locking

WRITING = (writer.__file__, locking.__file__)


def run(signal: int, step: int, words: list[str]) -> None:
    steps = 0

    def trace(frame: FrameType, event: str, _about: Any) -> Any:
        nonlocal steps
        if frame.f_code.co_filename not in WRITING:
            return None
        if event == "line":
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal)
        return trace

    sys.argv = ["scorecard", *words]
    sys.settrace(trace)
    try:
        main()
    finally:
        sys.settrace(None)
        if not step:
            print(steps, file=sys.stderr)


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
