"""Makes a stream through boto3, puts records and gets them, and prints what it was answered as one JSON object.

usage: boto3-stream.py        (KINESIS_ENDPOINT is the address of the server)
"""
import json
import os

import boto3

client = boto3.client("kinesis", endpoint_url=os.environ["KINESIS_ENDPOINT"], region_name="us-east-1")


def refused(call, **arguments):
    """The message of the error that the call ends with."""
    try:
        call(**arguments)
    except client.exceptions.ClientError as error:
        return error.response["Error"]["Message"]
    return "accepted"


told = {}
client.create_stream(StreamName="readings", ShardCount=2)
client.get_waiter("stream_exists").wait(StreamName="readings")
description = client.describe_stream(StreamName="readings")["StreamDescription"]
told["status"] = description["StreamStatus"]
told["shards"] = len(description["Shards"])
told["shard"] = client.put_record(StreamName="readings", PartitionKey="k", ExplicitHashKey="0", Data=b"hello")["ShardId"]
told["failed"] = client.put_records(StreamName="readings", Records=[{"PartitionKey": "k", "ExplicitHashKey": "1", "Data": b"\x00\x01"}])["FailedRecordCount"]
iterator = client.get_shard_iterator(StreamName="readings", ShardId=told["shard"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
got = client.get_records(ShardIterator=iterator)
told["got"] = [record["Data"].decode() for record in got["Records"]]
told["behind latest"] = got["MillisBehindLatest"]
told["missing"] = refused(client.describe_stream, StreamName="none")
told["twice"] = refused(client.create_stream, StreamName="readings", ShardCount=1)
told["unsupported"] = refused(client.split_shard, StreamName="readings", ShardToSplit=told["shard"], NewStartingHashKey="10")
client.delete_stream(StreamName="readings")
told["listed"] = client.list_streams()["StreamNames"]
print(json.dumps(told))
