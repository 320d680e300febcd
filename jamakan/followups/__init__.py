"""Messages that leave by rule: before and after an activity, for a survey left unfinished or not begun."""
