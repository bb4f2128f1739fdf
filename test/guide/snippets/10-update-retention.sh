# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 10.
# Update retention on an existing table
aws timestream-write update-table \
  --database-name IoTMetrics \
  --table-name SensorReadings \
  --retention-properties \
    "MemoryStoreRetentionPeriodInHours=48,MagneticStoreRetentionPeriodInDays=1825" \
  --region us-east-1
