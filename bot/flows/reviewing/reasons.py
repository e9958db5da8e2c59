"""Ready-made reasons for returning, declining and ending: a short label for the button, a sentence for the member."""

from bot.texts import Words
from domain.affiliations.affiliations import Verb


def ready_made(verb: Verb, t: Words) -> list[tuple[str, str]]:
    """Return labels and sentences. The sentences are in these words, which are the member's."""
    match verb:
        case Verb.RETURN:
            return [
                (t.button("Photo unreadable"), t.plain("The photo of the document cannot be read.")),
                (t.button("Validity unclear"), t.plain("The document’s validity is missing or over.")),
                (t.button("Home branch incomplete"), t.plain("The home branch’s name or contact is incomplete.")),
                (t.button("Employer or building"), t.plain("The employer or the building does not fit yet.")),
            ]
        case Verb.DECLINE:
            return [
                (t.button("Another point’s area"), t.plain("Where you work, another service point is in charge.")),
                (t.button("No room at present"), t.plain("This service point cannot take in more members at present.")),
                (t.button("Home branch objects"), t.plain("Your home branch has objected.")),
                (t.button("Not reached"), t.plain("We tried to reach you several times, without success.")),
            ]
    return [
        (t.button("Has left the place"), t.plain("You have left, as you told us.")),
        (t.button("Company has moved"), t.plain("Your company has moved elsewhere.")),
        (t.button("Not reached for long"), t.plain("We could not reach you for a long time.")),
    ]
