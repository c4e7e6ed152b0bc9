"""How much work a call is, counted and not timed: the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(call: Callable[[], object]) -> int:
    """Count the lines of Python that a call runs, each turn of a loop anew."""
    count, before = 0, sys.gettrace()

    def trace(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def grows_no_faster(call: Callable[[int], object], size: int) -> bool:
    """Tell whether twice the size is about twice the work, and not the four times of a loop within a loop."""
    call(size)  # what is worked out once and kept is worked out here
    return lines_run(lambda: call(2 * size)) < 3 * lines_run(lambda: call(size))
