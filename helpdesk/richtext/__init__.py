"""Text of people as HTML that is safe to show, by one policy for all: staff's editor, and mail.

from_text    paragraphs and links of a plain text
shown        a message as HTML: what is stored of it, or its plain text
clean        somebody's HTML, made harmless, and the same as plain text
cleaned      the same for what shows it elsewhere in a look of its own, such as mails
snippet      the first words on one line

`POLICY` is stored beside each message with its original, so that a job can clean again what an
older one let pass.
"""

from helpdesk.richtext.cleaning import HTML_MOST, clean
from helpdesk.richtext.plain import from_text, shown, snippet
from helpdesk.richtext.policy import POLICY, parsed, written

__all__ = ["HTML_MOST", "POLICY", "clean", "from_text", "parsed", "shown", "snippet", "written"]
