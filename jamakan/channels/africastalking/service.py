"""The SDK's services at another address (an emulator), for which the SDK offers no setting."""

from africastalking.Application import ApplicationService
from africastalking.SMS import SMSService


class Sms(SMSService):  # type: ignore[misc]  # the SDK has no types
    """Sending and fetching SMS. `base_url` empty: the real service, sandbox or live by the username."""

    def __init__(self, username: str, api_key: str, base_url: str = "") -> None:
        self._address = base_url.rstrip("/")
        super().__init__(username, api_key)

    def _init_service(self) -> None:
        super()._init_service()
        if self._address:
            self._baseUrl = self._contentUrl = f"{self._address}/version1"


class Application(ApplicationService):  # type: ignore[misc]
    """The account: its balance."""

    def __init__(self, username: str, api_key: str, base_url: str = "") -> None:
        self._address = base_url.rstrip("/")
        super().__init__(username, api_key)

    def _init_service(self) -> None:
        super()._init_service()
        if self._address:
            self._baseUrl = f"{self._address}/version1"
