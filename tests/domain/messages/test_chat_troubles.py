"""What a messenger's refusal means for who can do something about it."""

import pytest

from domain.messages.chat_troubles import Trouble, trouble_of


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("Bad Request: TOPIC_CLOSED", Trouble.TOPIC),
        ("Bad Request: message thread not found", Trouble.TOPIC),
        ("Bad Request: not enough rights to send photos to the chat", Trouble.MEDIA),
        ("Bad Request: CHAT_SEND_DOCUMENTS_FORBIDDEN", Trouble.MEDIA),
        ("Bad Request: VOICE_MESSAGES_FORBIDDEN", Trouble.MEDIA),
        ("Bad Request: not enough rights to send text messages to the chat", Trouble.RIGHTS),
        ("Bad Request: need administrator rights: CHAT_ADMIN_REQUIRED", Trouble.RIGHTS),
        ("Bad Request: have no rights to send a message", Trouble.RIGHTS),
        ("Forbidden: bot was kicked from the supergroup chat", Trouble.OUT),
        ("Forbidden: bot is not a member of the channel chat", Trouble.OUT),
        ("Bad Request: wrong file identifier/HTTP URL specified", Trouble.OTHER),
        ("Bad Request: photo is too big", Trouble.OTHER),
    ],
)
def test_refusal_is_understood(reason: str, trouble: Trouble) -> None:
    assert trouble_of(reason) is trouble
