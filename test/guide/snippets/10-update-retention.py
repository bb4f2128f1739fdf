# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 10;
# it goes on from the snippet of section 3.
# Python: update retention via boto3
write_client.update_table(
    DatabaseName='IoTMetrics',
    TableName='SensorReadings',
    RetentionProperties={
        'MemoryStoreRetentionPeriodInHours': 48,  # 2 days hot
        'MagneticStoreRetentionPeriodInDays': 1825  # 5 years cold
    }
)
