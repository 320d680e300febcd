"""The page of the web phone: drawn here, brought to life by static/phone.js."""

from flask import Blueprint, Response, make_response, render_template, request

from emulator.alphabet import EXTENSION, GSM, ONE_MESSAGE, ONE_PART
from emulator.routes.current import carrier
from emulator.web.words import LANGUAGES, words

# Everything the page needs is its own.
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

KEYS = (
    ("1", ""),
    ("2", "abc"),
    ("3", "def"),
    ("4", "ghi"),
    ("5", "jkl"),
    ("6", "mno"),
    ("7", "pqrs"),
    ("8", "tuv"),
    ("9", "wxyz"),
    ("*", ""),
    ("0", "+"),
    ("#", ""),
)

web = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")


@web.get("/")
def page() -> Response:
    """Return the page, in French unless `lang=en`."""
    language = request.args.get("lang", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    rules, spoken, numbers = carrier().settings.rules, words(language), carrier().settings.numbers
    known = {
        "language": language,
        "words": spoken,
        "service_code": rules.service_codes[0],
        "numbers": numbers,
        "alphabet": "".join(sorted(GSM)),
        "extension": "".join(sorted(EXTENSION)),
        "one_message": ONE_MESSAGE,
        "one_part": ONE_PART,
    }
    html = render_template(
        "phone.html", words=spoken, language=language, rules=rules, numbers=numbers, keys=KEYS, known=known
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = POLICY
    return response
