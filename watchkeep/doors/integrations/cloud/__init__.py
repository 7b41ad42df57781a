"""Clouds and clusters by their APIs: Amazon Web Services, Microsoft Azure, Kubernetes.

Each is one module with ``look``, as the port of discovery asks. What is asked goes over lines of ``kernel.outgoing``:
to public addresses, and to networks that are open to discovery.
"""
