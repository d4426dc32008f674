#!/usr/bin/python3
"""Debian's azure-cli with `az network` mended: repaired_az.py SOCKET serves it, repaired_az.py -- ARGUMENTS... is one command of it.

Debian 12 ships az 2.45 with a newer network SDK than it asks for, so that every `az network` command dies before it
sends anything. This names the newest API version that the installed SDK has, and lets the operations be found where
that SDK keeps them. No installed file is changed; everything that is sent is az's own doing.

To load az takes longer than all that it then does. So what serves it loads it once, and each command runs in a fork of
that: a process of its own, which begins as az begins. az.py asks for one.
"""
import gc
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import pkgutil
import runpy
import socket
import sys
import traceback

import azure.mgmt.network
from azure.cli.core.profiles import _shared

NETWORK = "azure.mgmt.network"
USED = ("cloud", "network", "policyinsights", "privatedns", "profile", "rdbms", "resource", "util")
LONGEST = 64 * 1024


class FoundAtTheRoot(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers <network>.vX.operations with <network>.operations, and only when somebody asks."""

    def find_spec(self, name, path=None, target=None):
        if name.startswith(NETWORK + ".v") and name.endswith(".operations"):
            return importlib.machinery.ModuleSpec(name, self)
        return None

    def create_module(self, spec):
        return importlib.import_module(NETWORK + ".operations")

    def exec_module(self, module):
        pass


def load():
    for used in USED:
        for part in ("", ".commands", "._params", "._help", ".custom"):
            try:
                importlib.import_module(f"azure.cli.command_modules.{used}{part}")
            except ModuleNotFoundError as missing:
                if missing.name != f"azure.cli.command_modules.{used}{part}":
                    raise


def run(arguments, streams):
    """One command, in this process: never returns."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.argv = ["az", *arguments]
    code = 1
    try:
        runpy.run_module("azure.cli", run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    # To take down by hand all that was loaded takes longer than the command.
    os._exit(code)


def serve(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        while True:
            client, _ = listener.accept()
            with client:
                message, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
                child = os.fork()
                if child == 0:
                    listener.close()
                    client.close()
                    run(json.loads(message), streams)
                for stream in streams:
                    os.close(stream)
                client.sendall(bytes([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255]))


newest = max(name for _, name, _ in pkgutil.iter_modules(azure.mgmt.network.__path__) if name.startswith("v20") and "preview" not in name)
_shared.AZURE_API_PROFILES["latest"][_shared.ResourceType.MGMT_NETWORK] = newest[1:].replace("_", "-")
sys.meta_path.append(FoundAtTheRoot())
os.environ["AZ_INSTALLER"] = "DEB"
if sys.argv[1] == "--":
    run(sys.argv[2:], range(3))
load()
gc.freeze()  # What is loaded is shared with the forks; a collection in one would copy it all.
serve(sys.argv[1])
