"""Runs snippets one after the other in one namespace, as cells of a notebook, with every boto3 client sent to the local server.

usage: run-snippets.py SNIPPET...        (TIMESTREAM_ENDPOINT is the address of the server)
"""
import os
import sys

import boto3

make_client = boto3.client
# Debian's boto3 does not know AWS_ENDPOINT_URL, and the snippets name no endpoint.
boto3.client = lambda *args, **options: make_client(*args, endpoint_url=os.environ["TIMESTREAM_ENDPOINT"], **options)

namespace = {"__name__": "__main__"}
for path in sys.argv[1:]:
    with open(path) as snippet:
        exec(compile(snippet.read(), path, "exec"), namespace)
