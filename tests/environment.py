"""Loaded before Django reads its settings: tests never see or touch a person's own data folder."""

import os
import tempfile

os.environ["CONSORTIA_DATA"] = tempfile.mkdtemp(prefix="consortia-tests-")
os.environ["CONSORTIA_DEMO"] = "0"
os.environ["CONSORTIA_DEBUG"] = "0"
os.environ["CONSORTIA_CALLS"] = ""
os.environ.pop("CONSORTIA_MAIL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortia.config.settings")
# Playwright keeps an event loop in the main thread; Django would refuse its synchronous database calls there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
