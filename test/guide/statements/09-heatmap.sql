-- Grafana variable: $__timeFilter injects the dashboard time range
SELECT bin(time, $__interval) AS time,
       device_id AS metric,
       AVG(temperature) AS value
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND $__timeFilter
GROUP BY bin(time, $__interval), device_id
ORDER BY time ASC
