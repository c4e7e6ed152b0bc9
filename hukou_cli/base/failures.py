"""Mistakes of the program's own, told without any value of an applicant."""


class FailedElsewhere(Exception):  # noqa: N818 - it is no mistake of the user's
    """A mistake of the program's own in another process, told by the type of the exception and its place there."""


def type_and_place(error: Exception) -> str:
    """Return the type of an exception and its place in the program, but no value."""
    if isinstance(error, FailedElsewhere):
        return str(error)
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is None:
        return type(error).__name__
    return f"{type(error).__name__} in {place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}"
