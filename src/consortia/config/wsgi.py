"""The door through which a web server enters."""

import gc
import os
from typing import Final

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# Objects made before the collector looks at the young ones again. A page makes thousands, nearly all without cycles,
# so at Python's own 700 it looks several times a page, for a fifth of the page's processor time.
YOUNG_OBJECTS: Final = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
application = get_wsgi_application()


def _settle() -> None:
    """Load every page before the first request, and spare the collector what stays as long as the process."""
    _loaded = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


_settle()
