# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 3, Python boto3.
import boto3
write_client = boto3.client('timestream-write', region_name='us-east-1')
# Create database
write_client.create_database(DatabaseName='IoTMetrics')
# Create table with memory + magnetic retention
write_client.create_table(
    DatabaseName='IoTMetrics',
    TableName='SensorReadings',
    RetentionProperties={
        'MemoryStoreRetentionPeriodInHours': 24,
        'MagneticStoreRetentionPeriodInDays': 365
    },
    MagneticStoreWriteProperties={
        'EnableMagneticStoreWrites': True
    }
)
print("Database and table created successfully.")
