"""How the questions to a model share decode calls on this machine."""

from dataclasses import dataclass

from diff_insight.llm.gguf.row_rules import ANY, PAIRS, RowRule
from diff_insight.llm.protocol.messages import Batching
from diff_insight.llm.worker.sizing import MOST_SLOTS


@dataclass(frozen=True, slots=True)
class BatchingPlan:
    """How questions share decode calls.

    Attributes:
        batching: what holds for the bytes of their answers.
        rule: the permitted numbers of rows in a call.
        most_slots: maximum number of questions side by side.
    """

    batching: Batching
    rule: RowRule
    most_slots: int = MOST_SLOTS


FAST = BatchingPlan(Batching.FAST, ANY)


def plan_for(exact: RowRule | None) -> BatchingPlan:
    """The plan for the rule that makes a model's questions exact side by side; None if no rule does."""
    if exact is None:
        return BatchingPlan(Batching.ONE_AT_A_TIME, PAIRS, most_slots=1)
    return BatchingPlan(Batching.EXACT, exact, most_slots=exact.most_outputs(MOST_SLOTS))
