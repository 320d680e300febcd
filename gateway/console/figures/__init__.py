"""Results: the indicators against their targets, the report for donors, and what the public page shows."""

from flask import Blueprint

from gateway.console.figures import publishing, reporting, showing, targets


def blueprint() -> Blueprint:
    """All of it under /figures."""
    figures = Blueprint("figures", __name__, url_prefix="/figures")
    figures.add_url_rule("", "index", showing.index, methods=["GET"])
    figures.add_url_rule("/count", "count", showing.count, methods=["POST"])
    figures.add_url_rule("/theme/<theme>", "theme", showing.theme, methods=["GET"])
    figures.add_url_rule("/targets", "targets", targets.index, methods=["GET"])
    figures.add_url_rule("/targets", "aim", targets.change, methods=["POST"])
    figures.add_url_rule("/report", "report", reporting.show, methods=["GET"])
    figures.add_url_rule("/report", "prepare", reporting.prepare, methods=["POST"])
    figures.add_url_rule("/public", "public", publishing.show, methods=["GET"])
    figures.add_url_rule("/public", "publish", publishing.publish, methods=["POST"])
    figures.add_url_rule("/public/<int:number>/withdraw", "withdraw", publishing.withdraw, methods=["POST"])
    return figures
