"""The version, in the one place that packaging, ``--version`` and manifests read."""

__version__ = "0.1.0"
