# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 6.
import boto3
query_client = boto3.client('timestream-query', region_name='us-east-1')
scheduled_query_str = """
SELECT region,
       bin(time, 1h) AS hour_bucket,
       AVG(temperature) AS avg_temp,
       MAX(temperature) AS max_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time BETWEEN @scheduled_query_last_invocation_time
              AND @scheduled_query_execution_time
GROUP BY region, bin(time, 1h)
"""
response = query_client.create_scheduled_query(
    Name='HourlySensorAggregation',
    QueryString=scheduled_query_str,
    ScheduleConfiguration={
        'ScheduleExpression': 'cron(0 * * * ? *)'  # every hour
    },
    NotificationConfiguration={
        'SnsConfiguration': {
            'TopicArn': 'arn:aws:sns:us-east-1:123456789012:timestream-alerts'
        }
    },
    TargetConfiguration={
        'TimestreamConfiguration': {
            'DatabaseName': 'IoTMetrics',
            'TableName': 'SensorHourlyAggregates',
            'TimeColumn': 'hour_bucket',
            'DimensionMappings': [
                {'Name': 'region', 'DimensionValueType': 'VARCHAR'}
            ],
            'MultiMeasureMappings': {
                'TargetMultiMeasureName': 'aggregated_metrics',
                'MultiMeasureAttributeMappings': [
                    {'SourceColumn': 'avg_temp', 'MeasureValueType': 'DOUBLE'},
                    {'SourceColumn': 'max_temp', 'MeasureValueType': 'DOUBLE'}
                ]
            }
        }
    },
    ScheduledQueryExecutionRoleArn='arn:aws:iam::123456789012:role/TimestreamScheduledQueryRole'
)
print("Scheduled query created:", response['Arn'])
