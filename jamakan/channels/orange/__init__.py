"""Orange SMS API (Africa and Middle East): SMS out, delivery receipts and SMS in. No USSD."""

CHANNEL = "orange"
