"""A local stand-in for Discord: gateway, REST and a page, on one loopback port."""
