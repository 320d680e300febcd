"""The results anybody may read: one frozen edition, light, without a cookie, in French and in English."""

from gateway.public.pages import blueprint

__all__ = ["blueprint"]
