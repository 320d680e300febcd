"""Whether this house can keep the promises of design §4: settings, servers, machine, and the work itself.

Facts are gathered first, a group at a time; checks then judge them, one line each. A group whose server is away gives
one failure, and says of the rest that it cannot tell.
"""
