"""A pretend Orange SMS API: tokens, one recipient a request, receipts, messages from phones."""
