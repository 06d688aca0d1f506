"""Computes the logits of the tokens that choose an answer's label."""

from collections.abc import Sequence

import torch

from training.example import Example

_AT_ONCE = 64


@torch.no_grad()
def label_logits(model: torch.nn.Module, examples: Sequence[Example], tokens: Sequence[int]) -> torch.Tensor:
    """The logits of some tokens where an answer's label is chosen, shape (examples, tokens)."""
    inner, head = model.base_model.model.model, model.base_model.model.lm_head.weight
    order = sorted(range(len(examples)), key=lambda number: len(examples[number].tokens))
    logits = torch.zeros(len(examples), len(tokens))
    for start in range(0, len(order), _AT_ONCE):
        chosen = order[start : start + _AT_ONCE]
        length = max(examples[number].label_at for number in chosen)
        batch = torch.zeros(len(chosen), length, dtype=torch.long)
        for row, number in enumerate(chosen):
            example = examples[number]
            batch[row, : example.label_at] = torch.tensor(example.tokens[: example.label_at])
        hidden = inner(batch.to(head.device), use_cache=False).last_hidden_state
        last = torch.tensor([examples[number].label_at - 1 for number in chosen])
        of_rows = hidden[torch.arange(len(chosen)), last] @ head[list(tokens)].t()
        logits[chosen] = of_rows.float().cpu()
    return logits
