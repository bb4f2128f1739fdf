# Origin: "AWS Timestream: Time Series Database for IoT and DevOps Metrics (2026)", section 8.
import boto3
import time
import os
import json
# Initialise client outside handler for connection reuse
write_client = boto3.client('timestream-write',
                            region_name=os.environ.get('AWS_REGION', 'us-east-1'))
DATABASE = os.environ['TIMESTREAM_DATABASE']
TABLE = os.environ['TIMESTREAM_TABLE']
def write_metric(function_name: str, metric_name: str,
                 value: float, unit: str = 'DOUBLE',
                 extra_dimensions: dict = None):
    """Write a single metric to Timestream from a Lambda function."""
    dims = [
        {'Name': 'function_name', 'Value': function_name},
        {'Name': 'environment', 'Value': os.environ.get('ENV', 'prod')},
        {'Name': 'region', 'Value': os.environ.get('AWS_REGION', 'us-east-1')}
    ]
    if extra_dimensions:
        dims += [{'Name': k, 'Value': str(v)} for k, v in extra_dimensions.items()]
    write_client.write_records(
        DatabaseName=DATABASE,
        TableName=TABLE,
        Records=[{
            'Dimensions': dims,
            'MeasureName': metric_name,
            'MeasureValue': str(value),
            'MeasureValueType': unit,
            'Time': str(int(time.time() * 1000))
        }]
    )
def lambda_handler(event, context):
    start = time.time()
    try:
        # --- your business logic here ---
        result = process_order(event)
        duration_ms = (time.time() - start) * 1000
        write_metric(
            function_name=context.function_name,
            metric_name='order_processing_duration_ms',
            value=duration_ms,
            extra_dimensions={'order_type': event.get('type', 'standard')}
        )
        write_metric(
            function_name=context.function_name,
            metric_name='order_success_count',
            value=1,
            unit='BIGINT'
        )
        return {'statusCode': 200, 'body': json.dumps(result)}
    except Exception as exc:
        write_metric(
            function_name=context.function_name,
            metric_name='order_error_count',
            value=1,
            unit='BIGINT',
            extra_dimensions={'error_type': type(exc).__name__}
        )
        raise
def process_order(event):
    # placeholder
    return {'orderId': event.get('orderId'), 'status': 'processed'}
