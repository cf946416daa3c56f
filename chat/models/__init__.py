from chat.models.contact import ConsentText, Contact
from chat.models.message import Message
from chat.models.presence import Presence

__all__ = ["ConsentText", "Contact", "Message", "Presence"]
