#!/usr/bin/python3
"""One az command at the server of repaired_az.py, with this process's streams: az.py SOCKET ARGUMENTS... Ends as az ends."""
import json
import socket
import sys

with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    socket.send_fds(server, [json.dumps(sys.argv[2:]).encode()], [0, 1, 2])
    ended = server.recv(1)
sys.exit(ended[0] if ended else "The server of az has ended.")
