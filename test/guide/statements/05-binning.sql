SELECT bin(time, 5m) AS time_bucket,
       device_id,
       AVG(temperature) AS avg_temp,
       MAX(temperature) AS max_temp,
       MIN(temperature) AS min_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time > ago(6h)
GROUP BY bin(time, 5m), device_id
ORDER BY time_bucket ASC
