# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 4, Single-measure records.
import boto3
import time
write_client = boto3.client('timestream-write', region_name='us-east-1')
current_time_ms = str(int(time.time() * 1000))
records = [
    {
        'Dimensions': [
            {'Name': 'device_id', 'Value': 'sensor-001'},
            {'Name': 'location', 'Value': 'warehouse-a'},
            {'Name': 'region', 'Value': 'us-east-1'}
        ],
        'MeasureName': 'temperature',
        'MeasureValue': '22.7',
        'MeasureValueType': 'DOUBLE',
        'Time': current_time_ms
    },
    {
        'Dimensions': [
            {'Name': 'device_id', 'Value': 'sensor-001'},
            {'Name': 'location', 'Value': 'warehouse-a'},
            {'Name': 'region', 'Value': 'us-east-1'}
        ],
        'MeasureName': 'humidity',
        'MeasureValue': '58.3',
        'MeasureValueType': 'DOUBLE',
        'Time': current_time_ms
    }
]
try:
    result = write_client.write_records(
        DatabaseName='IoTMetrics',
        TableName='SensorReadings',
        Records=records,
        CommonAttributes={}
    )
    print(f"WriteRecords Status: {result['ResponseMetadata']['HTTPStatusCode']}")
except write_client.exceptions.RejectedRecordsException as e:
    print(f"Rejected records: {e.response['RejectedRecords']}")
