"""Exports: files of people, answers, messages and attendance, asked for, watched and taken."""

from flask import Blueprint

from gateway.console.exports import asking, taking


def blueprint() -> Blueprint:
    """All of it under /exports."""
    exports = Blueprint("exports", __name__, url_prefix="/exports")
    exports.add_url_rule("", "index", asking.index, methods=["GET"])
    exports.add_url_rule("", "ask", asking.ask, methods=["POST"])
    exports.add_url_rule("/<int:number>", "show", taking.show, methods=["GET"])
    exports.add_url_rule("/<int:number>/progress", "progress", taking.progress, methods=["GET"])
    exports.add_url_rule("/<int:number>/file", "take", taking.take, methods=["GET"])
    exports.add_url_rule("/<int:number>/remove", "remove", taking.remove, methods=["POST"])
    return exports
