"""Calls the Lambda handler that section 8 of the guide defines, as Lambda would; goes on from its snippet."""
from types import SimpleNamespace

print(lambda_handler({"orderId": "o-17", "type": "express"}, SimpleNamespace(function_name="orders")))
