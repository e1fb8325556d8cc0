"""Compile what the processes import, ours and others': at half a processor a start would spend seconds on it.

Half of what the packages hold is never read here, so that compiling all of it would only make the image larger.
"""

import compileall
import importlib
import sys
from py_compile import PycInvalidationMode

from app import create_app
from config import Config

LATER = (
    "alembic.command",
    "flask_migrate",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "multiprocessing.resource_tracker",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "urllib.request",
)

# as in production, where nothing makes itself a key that would stay in the layer
settings = {"HMS_ENV": "production", "DATABASE_URL": "postgresql://nobody@localhost/nothing", "SECRET_KEY": "-" * 32}
create_app(Config.from_env(settings))
for name in LATER:
    importlib.import_module(name)
# What is copied has another time than when it was compiled; nothing here ever changes.
mode = PycInvalidationMode.UNCHECKED_HASH
files = {str(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
for file in sorted(file for file in files if file.endswith(".py")):
    compileall.compile_file(file, quiet=1, invalidation_mode=mode)
compileall.compile_dir("/app", quiet=1, invalidation_mode=mode)
