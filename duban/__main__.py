"""``python -m duban``."""

import sys

from duban.cli.main import main

sys.exit(main())
