"""`python -m bot` is the command `chokepoint`."""

import sys

from bot.cli import main

sys.exit(main())
