"""What people must be able to write without anybody's browser, spreadsheet or page layout noticing."""

_TAGS = ("script", "img", "svg", "iframe", "body", "video", "details", "a", "form", "style")
_HANDLERS = ("onload", "onerror", "onfocus", "ontoggle", "onmouseover")
_SCHEMES = ("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)")
_FORMULAS = ("=", "+", "-", "@", "\t=", "\r=")
_LITERALS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "\"'><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</select><img src=x onerror=alert(1)>",
    "' onfocus=alert(1) autofocus x='",
    '" onfocus=alert(1) autofocus x="',
    "` onfocus=alert(1) autofocus `",
    "{{ 7 * 7 }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7 * 7 %>",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{name} {code} {0.__class__}",
    "%(name)s %s %n %x",
    "../../../../etc/passwd",
    "'; DROP TABLE answers; --",
    "\u202eeroarT awA",
    "\u200f\u202dAwa\u202c",
    "A\u0301\u0302\u0303\u0304\u0305\u0306\u0307wa",
    "😀👩🏾‍🌾🇲🇱 Awa",
    "\u0000Awa",
    "Awa\u2028Traoré\u2029",
    "\ufeffAwa",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)",
    "hx-get=/settings hx-trigger=load",
    '<div hx-get="/settings" hx-trigger="load">',
    '<b hx-on::load="alert(1)">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<base href="http://evil.example/">',
    '<link rel=stylesheet href="http://evil.example/x.css">',
    "Awa" * 100,
    "Awa" + " " * 100 + "Traoré",
)
PAYLOADS = (
    *_LITERALS,
    *(f"<{tag} src=x {handler}=alert(1)>" for tag in _TAGS[:8] for handler in _HANDLERS),
    *(f'<a href="{scheme}">Awa</a>' for scheme in _SCHEMES),
    *(f'<iframe src="{scheme}"></iframe>' for scheme in _SCHEMES),
    *(f'{sign}HYPERLINK("http://evil.example";"Awa")' for sign in _FORMULAS),
    *(f"{sign}cmd|' /C calc'!A0" for sign in _FORMULAS),
)
"""A hundred ways to be something else than text; most fit a USSD answer."""
