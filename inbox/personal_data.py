"""Numbers that citizens should not send, under the name the inbox calls them by; the finder is `helpdesk.personal_data`."""

from helpdesk.personal_data import Found, find, mask

__all__ = ["Found", "find", "mask"]
