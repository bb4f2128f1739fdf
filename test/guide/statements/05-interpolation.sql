SELECT device_id,
       INTERPOLATE_LINEAR(
           CREATE_TIME_SERIES(time, measure_value::double),
           SEQUENCE(min(time), max(time), 1m)
       ) AS interpolated_temp
FROM "IoTMetrics"."SensorReadings"
WHERE measure_name = 'temperature'
  AND device_id = 'sensor-001'
  AND time > ago(2h)
GROUP BY device_id
