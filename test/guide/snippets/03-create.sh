# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 3, AWS CLI.
# Create a Timestream database
aws timestream-write create-database \
  --database-name IoTMetrics \
  --region us-east-1
# Create a table with retention configuration
aws timestream-write create-table \
  --database-name IoTMetrics \
  --table-name SensorReadings \
  --retention-properties \
    "MemoryStoreRetentionPeriodInHours=24,MagneticStoreRetentionPeriodInDays=365" \
  --magnetic-store-write-properties \
    "EnableMagneticStoreWrites=true" \
  --region us-east-1
