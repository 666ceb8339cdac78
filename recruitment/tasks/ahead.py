"""How long before its day a thing stands among somebody's tasks: the one rule for each kind.

What people wrote down, and next steps, stand there from the first. The rest follows from other
records by itself: a list of all of it would be a list of every application, and nobody's to do.
What is late stands there until it is done.
"""

from datetime import timedelta

LIMIT = timedelta(days=3)  # to move an application on
DOCUMENTS = timedelta(days=7)  # to ask for what is missing, and get it, before that limit
INTERVIEW = timedelta(days=7)  # to read the file, and say whether something ties one to it
OFFER = timedelta(days=14)
CONDITION = timedelta(days=30)
RESEARCHER = timedelta(days=90)  # a confirmation or a renewal goes through boards
