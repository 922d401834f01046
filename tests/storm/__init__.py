"""Proves that no message is lost or doubled, whatever breaks: python -m tests.storm."""
