SELECT device_id,
       MAX(temperature) AS max_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time > ago(5m)
GROUP BY device_id
HAVING MAX(temperature) > 40.0
ORDER BY max_temp DESC
