"""What columns are called in other languages than English and Russian, by language and role, the most telling first.

The names are those of the shops, tills and books that people export from, without their articles: ``Date de la commande`` is
compared as ``date commande`` (see ``roles``), and with lower-case letters (``no`` for ``№`` and ``nº``). What several languages write alike stands in each of them, since the language
that names the most columns of a table is the one that the table is in.

Beside the roles there are ``net``, amounts without taxes, which other amounts go before; ``refund``, ``discount`` and
``kind``, columns that no role takes up but that leave a doubt about the amount.
"""

from __future__ import annotations

from segkit.role_names.asian import ASIAN
from segkit.role_names.central import CENTRAL
from segkit.role_names.eastern import EASTERN
from segkit.role_names.northern import NORTHERN
from segkit.role_names.western import WESTERN

LANGUAGES: dict[str, dict[str, str]] = {**WESTERN, **EASTERN, **NORTHERN, **CENTRAL, **ASIAN}
"""Names by language and role, the languages that more people export in first."""
