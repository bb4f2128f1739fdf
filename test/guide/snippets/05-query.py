# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 5, Python query execution.
import boto3, json
query_client = boto3.client('timestream-query', region_name='us-east-1')
query = """
SELECT bin(time, 5m) AS bucket,
       device_id,
       ROUND(AVG(temperature), 2) AS avg_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time > ago(1h)
GROUP BY bin(time, 5m), device_id
ORDER BY bucket ASC
"""
paginator = query_client.get_paginator('query')
pages = paginator.paginate(QueryString=query)
for page in pages:
    columns = [c['Name'] for c in page['ColumnInfo']]
    for row in page['Rows']:
        values = [d.get('ScalarValue', '') for d in row['Data']]
        print(dict(zip(columns, values)))
