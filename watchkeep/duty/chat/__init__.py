"""Chat: workspaces, the channel of an incident and what is said there, and whose chat account is whose.

It knows how Slack, Mattermost and Teams (as a bot, or through a webhook) are spoken to; what comes in from them is the
business of a door.
"""
