"""What sealed columns are sealed for: the vault binds the purpose in, so values cannot be swapped between columns."""

PHONE = "contact.phone"
NAME = "participant.name"
ANSWER = "answer.value"
BODY = "message.body"
RAW = "refusal.raw"
