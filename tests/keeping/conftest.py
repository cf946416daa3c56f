from tests.chat.conftest import ann, contact_talking, contact_waiting, content

__all__ = ["ann", "contact_talking", "contact_waiting", "content"]
