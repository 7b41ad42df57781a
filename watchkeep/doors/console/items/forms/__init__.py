"""Forms of items: what is known of one, and what its verbs need to be told."""

from watchkeep.doors.console.items.forms.knowing import ItemForm, NewItemForm
from watchkeep.doors.console.items.forms.telling import DisposalForm, HandOverForm, MomentForm, RelationForm

__all__ = ["DisposalForm", "HandOverForm", "ItemForm", "MomentForm", "NewItemForm", "RelationForm"]
