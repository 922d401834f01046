"""gunicorn as it ships here, for yardsticks: all its options, nothing of what the site hooks in."""

import runpy

_OURS = runpy.run_path("gunicorn.conf.py")
bind = _OURS["bind"]
worker_class = _OURS["worker_class"]
workers = _OURS["workers"]
threads = _OURS["threads"]
timeout = _OURS["timeout"]
keepalive = _OURS["keepalive"]
worker_tmp_dir = _OURS.get("worker_tmp_dir")
control_socket_disable = _OURS["control_socket_disable"]
accesslog = _OURS["accesslog"]
access_log_format = _OURS["access_log_format"]
logger_class = _OURS["logger_class"]
