"""One applicant scored in one round after another: what a round leaves as it was is taken from the round before.

The records are checked and selected once, a rule is calculated where a name in it has another value, and missing facts
are followed anew where a rule that takes them came out otherwise.
"""

from collections.abc import Callable

from hukou_cli.applicant.document import Applicant
from hukou_cli.base.calendar import LATEST
from hukou_cli.policy.edition import Edition
from hukou_cli.policy.rounds import RoundId
from hukou_cli.scoring.inputs import Inputs, resolve
from hukou_cli.scoring.result import Score
from hukou_cli.scoring.score import Evaluation, evaluate, with_claims


class RoundByRound:
    """Scores an applicant in rounds of which nothing is to be noted but the figures.

    Args:
        edition: The policy.
        applicant_in: Gives the applicant as of a round, with the same records in each.

    """

    def __init__(self, edition: Edition, applicant_in: Callable[[RoundId], Applicant]) -> None:
        self.edition, self.applicant_in = edition, applicant_in
        self._before: tuple[Inputs, Evaluation] | None = None

    def score(self, round_: RoundId, today: int = LATEST) -> Score:
        """Score a round; nobody looks for mistakes in records that were checked in another.

        Args:
            round_: The round.
            today: ``yyyymmdd``; no date may lie after it.

        Raises:
            InvalidApplicant: With everything that is wrong in the facts.

        """
        applicant, window = self.applicant_in(round_), self.edition.calendar.window(round_)
        known, before = (None, None) if self._before is None else self._before
        seen, told = (None, None) if known is None else (known.records, known.told)
        inputs = resolve(applicant, self.edition, window, today, seen=seen, told=told)
        found = evaluate(self.edition, window, inputs, applicant, before)
        self._before = inputs, found

        def score_again(given: Applicant) -> Score:
            claimed = resolve(given, self.edition, window, today, seen=inputs.records)
            return evaluate(self.edition, window, claimed, given).score

        return with_claims(applicant, found.score, score_again)
