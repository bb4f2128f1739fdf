# Sends the AWS CLI lines of the guide to the local server: the CLI of Debian does not know AWS_ENDPOINT_URL.
set -eu
aws() {
  /usr/bin/aws --endpoint-url "$TIMESTREAM_ENDPOINT" --output json "$@"
}
