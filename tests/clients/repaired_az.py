#!/usr/bin/python3
"""Starts Debian's azure-cli with `az network` mended.

Debian 12 ships az 2.45 with a newer network SDK than it asks for, so that every `az network` command dies before it
sends anything. This names the newest API version that the installed SDK has, and lets the operations be found where
that SDK keeps them. No installed file is changed; everything that is sent is az's own doing.
"""
import importlib
import importlib.abc
import importlib.machinery
import os
import pkgutil
import runpy
import sys

import azure.mgmt.network
from azure.cli.core.profiles import _shared

NETWORK = "azure.mgmt.network"


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


newest = max(name for _, name, _ in pkgutil.iter_modules(azure.mgmt.network.__path__) if name.startswith("v20") and "preview" not in name)
_shared.AZURE_API_PROFILES["latest"][_shared.ResourceType.MGMT_NETWORK] = newest[1:].replace("_", "-")
sys.meta_path.append(FoundAtTheRoot())
os.environ["AZ_INSTALLER"] = "DEB"
sys.argv[0] = "az"
runpy.run_module("azure.cli", run_name="__main__")
