"""Africa's Talking: USSD and SMS callbacks in, SMS out."""

CHANNEL = "africastalking"
