"""How gunicorn serves the product: `gunicorn app:create_app()` reads this by itself."""

import os
import tempfile
from pathlib import Path

from clinic.ground.connections import too_few_connections
from config import Config

bind = os.environ.get("WEB_BIND", "0.0.0.0:5000")
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
threads = int(os.environ.get("WEB_THREADS", "8"))
worker_class = "gthread"
timeout = int(os.environ.get("WEB_TIMEOUT", "30"))
# With what comes before and after it, less than the 30 seconds after which Kubernetes kills.
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS", "20"))
# Longer than a proxy or a browser keeps an idle connection, so that it is not us who close it under their feet.
keepalive = 75
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "1000"))
max_requests_jitter = max_requests // 10  # the workers don't all restart at once
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")
# Who the client is says TRUSTED_PROXIES alone; gunicorn would believe any neighbour on this machine.
forwarded_allow_ips = ""
forwarder_headers = ""
control_socket_disable = True  # it would need a home directory that can be written to
# What gunicorn says goes into the product's own log, in its form.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"lines": {"()": "clinic.shared.logs.OthersLines", "log_file": os.environ.get("LOG_FILE")}},
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {"gunicorn.error": {"level": loglevel.upper(), "handlers": [], "propagate": True}},
}


def on_starting(server):
    """Make the folder where the processes write what they count: its library looks for it when it is imported."""
    config = Config.from_env()
    if config.metrics_bind:
        folder = tempfile.mkdtemp(prefix="hms-metrics-")
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        from clinic.ground.metrics_port import MetricsPort

        server.metrics = MetricsPort(config.metrics_bind, folder=Path(folder), backups=config.backup_dir)


def when_ready(server):
    """Warn of what would only show under load; show what is counted."""
    if warning := too_few_connections(Config.from_env()):
        server.log.warning(warning)
    if hasattr(server, "metrics"):
        server.metrics.serve()


def post_fork(server, worker):
    """Leave the metrics to the master, whose port a process would otherwise hold beyond its end."""
    if hasattr(server, "metrics"):
        server.metrics.let_go()


def child_exit(server, worker):
    """Keep what a process has counted that ended, however it did."""
    if hasattr(server, "metrics"):
        server.metrics.keep_of(worker.pid)


def on_exit(server):
    """Leave no files behind."""
    if hasattr(server, "metrics"):
        server.metrics.close()
