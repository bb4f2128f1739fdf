"""Runs AWS CLI commands: a JSON array of arguments per line in, {"status", "stdout", "stderr"} per line out.

Python and the CLI are loaded once, which is most of the time that a command takes. Each command is a process of its own, forked
from there, which begins as /usr/bin/aws would after its imports.
"""
import json
import os
import sys
import tempfile

import awscli.clidriver

# Loads what the commands have in common.
awscli.clidriver.create_clidriver()


def command(arguments):
    """Runs one in this process. @returns its exit status"""
    sys.argv = ["aws", *arguments]
    try:
        return awscli.clidriver.main()
    except SystemExit as end:
        return end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


for line in sys.stdin:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, open(os.devnull) as nothing:
        child = os.fork()
        if child == 0:
            for descriptor, file in enumerate([nothing, out, err]):
                os.dup2(file.fileno(), descriptor)
            os._exit(command(json.loads(line)))
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "stdout": out.read().decode(), "stderr": err.read().decode()}), flush=True)
