"""What is said in a small demo, where a person reads it: short requests as firms of all kinds get
them. A large one is for trying out speed and search, and takes `texts` of every length.
"""

from random import Random

MOST = 500  # tickets of a demo that is told so

# Subject, and what the customer writes first.
REQUESTS = (
    (
        "Invoice without our tax number",
        "Could you send me the invoice of last week once more, with our tax number on it? "
        "Our bookkeeper can't use it as it is.",
    ),
    (
        "The parcel has arrived damaged",
        "One corner of the box is crushed and the lamp inside has a crack. "
        "What do you need from me for a replacement?",
    ),
    (
        "Can't log in since this morning",
        "It says that my password is wrong, but I haven't changed it. I have tried two browsers.",
    ),
    (
        "Change of delivery address",
        "We move on the first of the month. Please send the open order to the new office: "
        "12 Harbour Street, second floor.",
    ),
    (
        "Printer on the second floor is offline",
        "Nobody on the second floor can print. It was switched off and on, without success.",
    ),
    (
        "Question about the warranty",
        "How long is the warranty on the coffee machine, and does it cover the water pump?",
    ),
    (
        "New colleague starts on Monday",
        "We need an account, a laptop and a key for Maria, who joins our team on Monday.",
    ),
    (
        "The website shows an old price",
        "Your page says 49, in the basket it is 59. Which of them is right?",
    ),
    (
        "Appointment for the yearly service",
        "I would like to have the heating looked after. Mornings suit me best.",
    ),
    (
        "Two of the chairs are missing",
        "We ordered eight chairs and six have come. The delivery note says eight.",
    ),
    (
        "Error when I upload a photo",
        "After about half a minute it says “failed”. The photo has 4 MB, smaller ones work.",
    ),
    (
        "Quote for twenty people",
        "What would a day's training for twenty people cost, at our place, in March?",
    ),
    (
        "Please cancel my subscription",
        "I don't need it any more from next month on. Thank you for everything so far.",
    ),
    (
        "Payment was taken twice",
        "My bank shows your name twice on the same day. Please send one of them back.",
    ),
    (
        "Meeting room screen stays dark",
        "The cable is in, the lamp is green, but there is no picture. We have a customer at two.",
    ),
    (
        "Is there a manual in Spanish?",
        "Only the English one was in the box. A file would do.",
    ),
    (
        "Key card doesn't open the garage",
        "The front door works, the garage blinks red. It worked last Friday.",
    ),
    (
        "Wrong size, can I exchange it?",
        "The jacket is beautiful but too small. May I send it back and have it one size larger?",
    ),
    (
        "The app forgets my settings",
        "Each time I open it the language is back to English. My phone is a year old.",
    ),
    (
        "Water drips from the ceiling",
        "In the corridor beside the kitchen, since last night. We have put a bucket there.",
    ),
    (
        "Copy of the contract",
        "I can't find our copy. Could you send it to me as a file?",
    ),
    (
        "Opening hours in the holidays",
        "Are you open between the years? We would come by with the whole family.",
    ),
    (
        "Mails from you go to spam",
        "The last three of your confirmations were in the spam folder. I thought you should know.",
    ),
    (
        "Spare part for a 2019 model",
        "The handle of the drawer is broken. Do you still have it, in grey?",
    ),
)
ANSWERS = (
    "Thank you for writing. We are looking into it and tell you more by tomorrow noon.",
    "I am sorry about that. It is done now: could you try once more and tell me whether it works?",
    "Good question! I have asked the colleague who knows best. One moment, please.",
    "That was our mistake. We put it right at once, and of course it costs you nothing.",
    "Could you send us a picture, and the number that stands on the back?",
    "Done. You will get a confirmation within the hour.",
    "We can offer Tuesday at nine or Thursday at half past ten. Which suits you better?",
    "The part has been ordered and should be here on Wednesday. I will write as soon as it is.",
)
FOLLOW_UPS = (
    "Thank you, that was quick!",
    "It works again. Many thanks.",
    "Thursday would be perfect.",
    "I have just tried: still the same, I am afraid.",
    "The number is 4711-B. I hope that helps.",
    "Is there any news?",
    "One more thing: could you write the name of our firm on it as well?",
    "Wonderful, then I wait for your message.",
)
NOTES = (
    "Called; will be in the office until five.",
    "Same as last month, see the other ticket.",
    "The supplier says: two days.",
    "I take this one.",
    "Checked the order: the customer is right.",
)
_BY = {"staff": ANSWERS, "customer": FOLLOW_UPS, "note": NOTES}


def request(number: int) -> tuple[str, str]:
    """Subject and first message of a ticket; neighbours differ."""
    return REQUESTS[number * 7 % len(REQUESTS)]


def message(dice: Random, who: str) -> str:
    """What somebody says later: `customer`, `staff`, or a `note` of staff."""
    return dice.choice(_BY[who])
