"""An Android phone as gateway ("SMS Gateway for Android"): SMS out and in through a SIM of ours. No USSD."""

CHANNEL = "android"
