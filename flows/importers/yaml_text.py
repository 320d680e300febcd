"""Nodes of a flow as YAML text: what is kept of an imported flow, and what `load_flow` makes the same flow of."""

import yaml

from flows.loader.nodes import Items, Node, Plain, Scalar

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH = 110


def yaml_text(node: Node) -> str:
    return str(yaml.dump(_in_order(node), Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDTH))


def _in_order(node: Node) -> Plain:
    """Plain values, the fields in the order they were written."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [_in_order(item) for item in node.items]
    return {key: _in_order(value) for key, (_, value) in node.rows.items()}
