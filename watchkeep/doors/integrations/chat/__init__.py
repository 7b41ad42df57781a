"""What Slack, Mattermost and Teams send here: commands, pressed buttons, filled forms.

``proofs`` and ``microsoft`` say whether it is really they, ``reading`` what they ask, ``commands`` does it as the
person behind the account, ``answering`` and ``cards`` say what came of it in the program's own shape.
"""
