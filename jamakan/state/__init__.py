"""What lives in Redis: contacts in mid-dialogue, the events stream, projections of SQL, wake-up flags."""
