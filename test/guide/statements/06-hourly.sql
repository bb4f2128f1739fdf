SELECT region,
       bin(time, 1h) AS hour_bucket,
       AVG(temperature) AS avg_temp,
       MAX(temperature) AS max_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time BETWEEN @scheduled_query_last_invocation_time
              AND @scheduled_query_execution_time
GROUP BY region, bin(time, 1h)
