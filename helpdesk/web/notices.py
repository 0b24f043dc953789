"""Good news after a redirect: an address says which, and nothing but these texts."""

from helpdesk.i18n import N_

# What "?done=" may name; keys for gettext.
NOTICES: dict[str, str] = {
    "password": N_("Your password is changed. All your other sessions have ended."),
    "password-new": N_("Your password is changed. Log in with it."),
    "forgotten": N_(
        "If this address belongs to somebody here, a mail with a link is on its way to it."
    ),
    "profile": N_("Your profile is saved."),
    "sessions": N_("You are logged out there."),
    "view": N_("Your list begins with this view from now on."),
    "note": N_("The note is added."),
    "taken-back": N_("Your reply is taken back. Here it is again; nobody outside has seen it."),
    "too-late": N_("This reply has gone out already and can't be taken back."),
    "nothing-left": N_("Your reply is sent. No other ticket waits for an answer."),
    "customer": N_("The customer is changed."),
    "customer-new": N_("The customer is added."),
    "address-new": N_("The address is added."),
    "address-first": N_("Mails go to this address from now on."),
    "address-gone": N_("The address is removed."),
    "organisation": N_("The organisation is changed."),
    "organisation-new": N_("The organisation is added."),
    "organisation-gone": N_("The organisation is deleted. Its people are still customers."),
    "announcement": N_("The announcement is changed."),
    "announcement-new": N_("The announcement is added."),
    "announcement-back": N_("The announcement is back."),
    "status": N_("The status is changed."),
    "solved": N_("Thank you: the request is marked as solved."),
    "reopened": N_("The request is open again. Write what is missing, if you like."),
    "follower": N_("Added: the next answer goes there too."),
    "unfollowed": N_("No more copies go there."),
    "added": N_("Added."),
    "saved": N_("Saved."),
    "deleted": N_("Deleted."),
    "retired": N_("Nobody can choose it any more. The tickets that have it keep it."),
    "back": N_("It can be chosen again."),
    "moved": N_("Its tickets are moved."),
    "moving": N_("There are many tickets: they are being moved, bunch by bunch."),
    "left": N_("The access has ended, everywhere and at once."),
    "left-moving": N_(
        "The access has ended. There are many tickets: they are being moved, bunch by bunch."
    ),
    "returned": N_("The access is open again."),
    "password-set": N_("The password is set. What was open with the old one has ended."),
    "invited": N_("The mail with the link is on its way."),
    "settings": N_("The settings are saved."),
    "settings-same": N_("Nothing was changed, so nothing was saved."),
    "settings-reset": N_("The setting is as it was in the beginning."),
    "template": N_("The words are saved. The next mail of this kind has them."),
    "template-reset": N_("This mail has its first words again."),
    "mail-again": N_("The mail waits to be sent again."),
    "mail-test": N_("The test mail is on its way. Reload the page to see what became of it."),
    "priority": N_("The priority is changed."),
    "category": N_("The category is changed."),
    "category-unassigned": N_(
        "The category is changed. The owner doesn't see it, so the ticket is nobody's now."
    ),
    "subject": N_("The subject is changed."),
    "owner": N_("The ticket is handed over."),
    "team": N_("The team is changed."),
    "taken": N_("The ticket is yours now."),
    "opened": N_("The ticket is open."),
    "restored": N_("The ticket is back from the trash."),
    "out-of-sight": N_("The ticket is moved to a category that you don't see; it left your sight."),
}
