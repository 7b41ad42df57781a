"""The status pages as the world reads them: pages, JSON, feeds, and copies that stay up when we do not.

Everything lies under one address with relative links, so that a live page and its copy are the same files.
"""
