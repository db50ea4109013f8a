#!/usr/bin/python3
"""Stands in the place of a shell. Ends by itself when nobody reads it any more."""

import os
import sys
import time

LIES = os.environ.get("LIES", "")
if LIES == "garbage":
    print("S 3 100 99999999999999999999999\nend")
elif LIES == "endless":
    until = time.monotonic() + 60
    while time.monotonic() < until:
        sys.stdout.write("S 3 100 7\n" * 10000)
elif LIES == "silent":
    time.sleep(60)
