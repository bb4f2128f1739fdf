"""Creates, describes, lists and resumes a batch load through boto3, and prints what it was answered as one JSON object.

usage: boto3-batch-load.py REQUEST        (TIMESTREAM_ENDPOINT is the address of the server, REQUEST the input of the creation)
"""
import json
import os
import sys
import time

import boto3

client = boto3.client("timestream-write", endpoint_url=os.environ["TIMESTREAM_ENDPOINT"], region_name="us-east-1")
if not hasattr(client, "create_batch_load_task"):
    # Batch load came in 2023.
    print(json.dumps({"knows batch load": False}))
    sys.exit()

request = json.loads(sys.argv[1])
task_id = client.create_batch_load_task(ClientToken="once", **request)["TaskId"]
again = client.create_batch_load_task(ClientToken="once", **request)["TaskId"]
while True:
    task = client.describe_batch_load_task(TaskId=task_id)["BatchLoadTaskDescription"]
    if task["TaskStatus"] not in ("CREATED", "IN_PROGRESS"):
        break
    time.sleep(0.05)
try:
    client.resume_batch_load_task(TaskId=task_id)
    resumed = "accepted"
except client.exceptions.ValidationException as error:
    resumed = error.response["Error"]["Message"]
listed = client.list_batch_load_tasks(TaskStatus="SUCCEEDED", MaxResults=100)["BatchLoadTasks"]
print(json.dumps({
    "knows batch load": True,
    "again": again == task_id,
    "status": task["TaskStatus"],
    "progress": task["ProgressReport"],
    "created": task["CreationTime"].timestamp(),
    "listed": [entry["TaskId"] == task_id for entry in listed],
    "resumed": resumed == f"The batch load task {task_id} is SUCCEEDED; only one that is PROGRESS_STOPPED can be resumed.",
}))
