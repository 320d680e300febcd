"""Staff accounts, sign-ins and the trail, as rows."""
