"""The national languages of Mali: tag → the name that choices show."""

from collections.abc import Mapping

FRENCH = "fr"
BUILT_IN = ("fr", "en")

TONGUES: Mapping[str, str] = {
    "bm": "Bamanankan",
    "ffm": "Fulfulde",
    "ses": "Songhoy (Gao)",
    "khq": "Songhoy (Tombouctou)",
    "hmb": "Songhoy (Hombori)",
    "snk": "Soninké",
    "taq": "Tamasheq",
    "dts": "Dogon (Toro So)",
    "bmq": "Bomu",
    "bze": "Bozo (Jenaama)",
    "myk": "Mamara",
    "shz": "Syenara",
    "spp": "Supyire",
    "mwk": "Maninkakan (Kita)",
    "mlq": "Maninkakan (ouest)",
    "kao": "Xaasongaxango",
    "mey": "Hassaniya",
}
