"""What several devices and a server agree on: changes, versions, and how two of them become one."""
