"""A pretend Android phone with the app "SMS Gateway for Android": a SIM, a queue, signed webhooks."""
