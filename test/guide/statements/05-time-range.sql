SELECT device_id, AVG(temperature) AS avg_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND time > ago(1h)
GROUP BY device_id
ORDER BY avg_temp DESC
