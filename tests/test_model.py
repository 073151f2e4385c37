"""The facts that every room shares."""

import pickle
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from qualitykit.model import CallFacts, Evaluation, Place, Transcript, maker


@pytest.mark.parametrize("kind", [Place, CallFacts, Transcript, Evaluation])
def test_a_maker_makes_what_the_class_makes(kind: type[Any]) -> None:
    """The quick way to a record and the usual one: equal in every respect, and as frozen."""
    values = [f"{one.name}'s" for one in fields(kind)]
    quick, usual = maker(kind)(*values), kind(*values)
    assert (usual, hash(usual), repr(usual)) == (quick, hash(quick), repr(quick))
    assert type(quick) is kind
    assert usual == pickle.loads(pickle.dumps(quick))
    with pytest.raises(FrozenInstanceError):
        setattr(quick, fields(kind)[0].name, "")
