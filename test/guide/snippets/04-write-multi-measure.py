# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 4, Multi-measure records;
# it goes on from the single-measure snippet.
records_multi = [
    {
        'Dimensions': [
            {'Name': 'device_id', 'Value': 'sensor-001'},
            {'Name': 'location', 'Value': 'warehouse-a'}
        ],
        'MeasureName': 'sensor_metrics',
        'MeasureValues': [
            {'Name': 'temperature', 'Value': '22.7', 'Type': 'DOUBLE'},
            {'Name': 'humidity', 'Value': '58.3', 'Type': 'DOUBLE'},
            {'Name': 'pressure', 'Value': '1013.2','Type': 'DOUBLE'},
            {'Name': 'battery_pct', 'Value': '87', 'Type': 'BIGINT'}
        ],
        'MeasureValueType': 'MULTI',
        'Time': str(int(time.time() * 1000))
    }
]
write_client.write_records(
    DatabaseName='IoTMetrics',
    TableName='SensorReadings',
    Records=records_multi
)
