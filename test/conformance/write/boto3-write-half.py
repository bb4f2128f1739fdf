"""Drives every operation of the write half but batch load through boto3, and prints what it was answered as one JSON object.

usage: boto3-write-half.py NOW_MS        (TIMESTREAM_ENDPOINT is the address of the server, NOW_MS the time of its clock)
"""
import json
import os
import sys
from datetime import datetime, timezone

import boto3
from botocore.config import Config

now_ms = int(sys.argv[1])
now = datetime.fromtimestamp(now_ms / 1000, timezone.utc)
client = boto3.client("timestream-write", endpoint_url=os.environ["TIMESTREAM_ENDPOINT"], region_name="us-east-1", config=Config(retries={"max_attempts": 2}))
told = {}


def refused(call, exception, **arguments):
    """The facts of the exception that the call ends with; boto3 makes its class from the code in the answer."""
    try:
        call(**arguments)
    except exception as error:
        return {
            "message": error.response["Error"]["Message"],
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "attempts": 1 + error.response["ResponseMetadata"].get("RetryAttempts", 0),
            **({"rejected": error.response["RejectedRecords"]} if "RejectedRecords" in error.response else {}),
        }
    return "accepted"


def pages(call, listed, **arguments):
    """All pages of a listing; boto3 has no paginators for the write half."""
    page = call(MaxResults=2, **arguments)
    yield page[listed]
    while "NextToken" in page:
        page = call(MaxResults=2, NextToken=page["NextToken"], **arguments)
        yield page[listed]


def known(operation, member):
    return member in client.meta.service_model.operation_model(operation).input_shape.members


# Databases
database = client.create_database(DatabaseName="IoTMetrics", Tags=[{"Key": "team", "Value": "metering"}])["Database"]
told["created database"] = {**database, "CreationTime": database["CreationTime"] == now, "LastUpdatedTime": database["LastUpdatedTime"] == now}
told["database twice"] = refused(client.create_database, client.exceptions.ConflictException, DatabaseName="IoTMetrics")
told["database with a bad name"] = refused(client.create_database, client.exceptions.ValidationException, DatabaseName="a b", Tags=[{"Key": "k" * 129, "Value": ""}])
told["updated key"] = client.update_database(DatabaseName="IoTMetrics", KmsKeyId="alias/metering")["Database"]["KmsKeyId"]
told["missing database"] = refused(client.describe_database, client.exceptions.ResourceNotFoundException, DatabaseName="iotmetrics")
for name in ["Alpha", "Beta"]:
    client.create_database(DatabaseName=name)
told["pages of databases"] = [[each["DatabaseName"] for each in page] for page in pages(client.list_databases, "Databases")]
told["page too large"] = refused(client.list_databases, client.exceptions.ValidationException, MaxResults=21)

# Tables
location = {"S3Configuration": {"BucketName": "rejects", "ObjectKeyPrefix": "by-table/", "EncryptionOption": "SSE_S3"}}
schema = {"Schema": {"CompositePartitionKey": [{"Type": "DIMENSION", "Name": "device_id", "EnforcementInRecord": "REQUIRED"}]}} if known("CreateTable", "Schema") else {}
table = client.create_table(
    DatabaseName="IoTMetrics", TableName="Readings", Tags=[{"Key": "team", "Value": "metering"}],
    RetentionProperties={"MemoryStoreRetentionPeriodInHours": 24, "MagneticStoreRetentionPeriodInDays": 365},
    MagneticStoreWriteProperties={"EnableMagneticStoreWrites": True, "MagneticStoreRejectedDataLocation": location}, **schema,
)["Table"]
told["created table"] = {**table, "CreationTime": table["CreationTime"] == now, "LastUpdatedTime": table["LastUpdatedTime"] == now}
told["knows partition keys"] = schema != {}
told["table with bad members"] = refused(
    client.create_table, client.exceptions.ValidationException, DatabaseName="IoTMetrics", TableName="a",
    RetentionProperties={"MemoryStoreRetentionPeriodInHours": 8767, "MagneticStoreRetentionPeriodInDays": 73001},
)
told["updated retention"] = client.update_table(
    DatabaseName="IoTMetrics", TableName="Readings", RetentionProperties={"MemoryStoreRetentionPeriodInHours": 48, "MagneticStoreRetentionPeriodInDays": 1825},
)["Table"]["RetentionProperties"]
told["described table"] = client.describe_table(DatabaseName="IoTMetrics", TableName="Readings")["Table"]["MagneticStoreWriteProperties"]
for name in ["Archive", "Zeros"]:
    client.create_table(DatabaseName="IoTMetrics", TableName=name)
told["pages of tables"] = [[each["TableName"] for each in page] for page in pages(client.list_tables, "Tables", DatabaseName="IoTMetrics")]
told["full database"] = refused(client.delete_database, client.exceptions.ValidationException, DatabaseName="IoTMetrics")
told["table count"] = client.describe_database(DatabaseName="IoTMetrics")["Database"]["TableCount"]

# Tags
client.tag_resource(ResourceARN=table["Arn"], Tags=[{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "metrics"}])
client.untag_resource(ResourceARN=table["Arn"], TagKeys=["stage", "never there"])
told["tags"] = client.list_tags_for_resource(ResourceARN=table["Arn"])["Tags"]
told["too many tags"] = refused(
    client.tag_resource, client.exceptions.ServiceQuotaExceededException, ResourceARN=table["Arn"], Tags=[{"Key": f"key {n}", "Value": ""} for n in range(51)],
)
told["reserved tag"] = refused(client.tag_resource, client.exceptions.ValidationException, ResourceARN=table["Arn"], Tags=[{"Key": "aws:stage", "Value": ""}])

# Records
common = {"Dimensions": [{"Name": "device_id", "Value": "sensor-001"}], "Time": str(now_ms), "TimeUnit": "MILLISECONDS"}
largest = 2**63 - 1


def write(records, attributes=common, table_name="Readings"):
    return client.write_records(DatabaseName="IoTMetrics", TableName=table_name, CommonAttributes=attributes, Records=records)


temperature = {"MeasureName": "temperature", "MeasureValue": "22.7", "MeasureValueType": "DOUBLE"}
metrics = {
    "MeasureName": "metrics", "MeasureValueType": "MULTI", "MeasureValues": [
        {"Name": "humidity", "Value": "58.3", "Type": "DOUBLE"}, {"Name": "count", "Value": str(-(2**63)), "Type": "BIGINT"},
        {"Name": "state", "Value": "ok é😀", "Type": "VARCHAR"}, {"Name": "open", "Value": "true", "Type": "BOOLEAN"},
        {"Name": "seen", "Value": str(now_ms), "Type": "TIMESTAMP"},
    ],
}
told["written"] = write([temperature, metrics, {**temperature, "Time": str(now_ms - 72 * 3_600_000)}])["RecordsIngested"]
told["written again"] = write([temperature])["RecordsIngested"]
told["raised version"] = write([{**temperature, "MeasureValue": "23", "Version": largest}])["RecordsIngested"]
told["rejected"] = refused(write, client.exceptions.RejectedRecordsException, records=[
    {**temperature, "MeasureName": "other"}, {**temperature, "Version": largest - 1}, {**temperature, "MeasureName": "late", "Time": "0"},
])
told["dimension twice"] = refused(write, client.exceptions.ValidationException, records=[{**temperature, "Dimensions": common["Dimensions"]}])
told["bad records"] = refused(write, client.exceptions.ValidationException, records=[{**temperature, "Version": 0}, {**temperature, "TimeUnit": "HOURS"}])
told["missing table"] = refused(write, client.exceptions.ResourceNotFoundException, records=[temperature], table_name="readings")

# Endpoints
told["endpoints"] = client.describe_endpoints()["Endpoints"]

# The end of it all
for name in ["Readings", "Archive", "Zeros"]:
    client.delete_table(DatabaseName="IoTMetrics", TableName=name)
for name in ["IoTMetrics", "Alpha", "Beta"]:
    client.delete_database(DatabaseName=name)
told["left"] = client.list_databases()["Databases"]
told["deleted table"] = refused(client.delete_table, client.exceptions.ResourceNotFoundException, DatabaseName="IoTMetrics", TableName="Readings")
print(json.dumps(told))
