"""Every limit of a dialogue, each with its reason. Limits of expressions are in `flows/expressions/limits.py`."""

USSD_SCREEN = 156  # carriers accept 160 characters or more, and Africa's Talking sends "CON " in front
SMS_SCREEN = 306  # two parts: a list cut into single parts costs the citizen a reply for every one
SMS_MISTAKE = 160  # one part: the question was read already, and every mistake would pay for it again
SMALLEST_SCREEN = 40  # below, a "98 Suite" line leaves no room for words

MAX_TRIES = 3  # after that many answers that are not understood, a phone number is better help than the question
MAX_STEPS_PER_TURN = 2_000  # twice the longest flow: a turn that passes more steps than that goes round in circles

TEXT_MAX = 500  # characters of one free-text answer: three SMS
NUMBER_DIGITS = 15  # beyond, a double no longer tells neighbours apart, and no survey counts that far

MAX_STEPS = 1_000  # the longest public XLSForm seen has about 560 questions
MAX_CHOICES = 1_000  # the village lists of public forms hold some 500; nobody pages through more on a phone
FLOW_SOURCE = 1_000_000  # characters of a flow file: 1,000 steps with two languages are about 400,000
YAML_DEPTH = 40  # a flow file nests 6 deep, and 2 more for each group around a step; the deepest public form has 5
