"""PostgreSQL's own tools, run against the database of DATABASE_URL."""

import subprocess

from django.db import connection

from county.commands import Refused


def run_tool(tool: str, *arguments: str) -> None:
    """Runs pg_dump or pg_restore; the password goes by the environment. Raises Refused with the tool's own words."""
    values = connection.settings_dict
    where = {"dbname": values["NAME"], "host": values["HOST"], "port": values["PORT"], "username": values["USER"]}
    command = [tool, *(f"--{name}={value}" for name, value in where.items() if value), *arguments]
    done = subprocess.run(command, env={"PGPASSWORD": values["PASSWORD"] or ""}, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{tool} 没有成功：{done.stderr.strip()[:300]}")
