from chat.models.contact import ConsentText, Contact
from chat.models.message import Message
from chat.models.presence import Presence
from chat.models.return_code import ReturnCode

__all__ = ["ConsentText", "Contact", "Message", "Presence", "ReturnCode"]
