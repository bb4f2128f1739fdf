"""The packer of tidegauge/device in Python, on paho-mqtt: few messages, on disk until they are acknowledged."""
import json, os, pathlib, queue, re, threading, time

import paho.mqtt.client as mqtt

UNIT, MAX_PAYLOAD = 5 * 1024, 128 * 1024  # bytes of a message, topic included, that AWS IoT bills as one; and that it takes
FUTURE_MS = 15 * 60 * 1000  # Timestream refuses what is further ahead
IN_FLIGHT = 4


class Packer:
    """One folder, one packer at a time. Files: `open` grows by a line a reading; `<number>-<newest time>.json` waits for its PUBACK."""

    def __init__(self, topic, folder, host='127.0.0.1', port=1883, rule=None, max_wait_s=60, time_field='ts', buffer_bytes=64 << 20,
                 client_id='', setup=lambda client: None, now=lambda: int(time.time() * 1000)):
        self.topic = f'$aws/rules/{rule}/{topic}' if rule else topic  # with a rule: Basic Ingest, which costs no messaging
        self.folder, self.max_wait_s, self.time_field, self.buffer_bytes, self.now = pathlib.Path(folder), max_wait_s, time_field, buffer_bytes, now
        self.lock, self.wake, self.in_flight, self.ended, self.file = threading.RLock(), queue.SimpleQueue(), {}, False, None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.next = max([int(name[:12]) + 1 for name in self._sealed()], default=0)
        self._take_over()
        version = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, 'CallbackAPIVersion') else []  # paho 2 asks for it
        self.client = mqtt.Client(*version, client_id=client_id)
        setup(self.client)  # such as client.tls_set(ca, certificate, key)
        self.client.on_connect = lambda *_: self.wake.put(None)
        self.client.on_publish = lambda _client, _data, mid: self.wake.put(mid)
        self.client.connect_async(host, port)
        self.client.loop_start()
        self.worker = threading.Thread(target=self._work, daemon=True)
        self.worker.start()

    def add(self, reading, time_ms=None):
        """Takes a reading: when this returns, it is on disk. Raises for what is no reading, and when the folder holds all it may."""
        if self.time_field in reading:
            raise ValueError(f'the packer writes {self.time_field} itself: give the time as the second argument')
        time_ms = self.now() if time_ms is None else time_ms
        line = json.dumps({**reading, self.time_field: time_ms}, separators=(',', ':'), ensure_ascii=False, allow_nan=False).encode()
        if len(line) + 3 > MAX_PAYLOAD:
            raise ValueError(f'a reading of {len(line)} bytes: a message takes {MAX_PAYLOAD}')
        with self.lock:
            if sum(entry.stat().st_size for entry in os.scandir(self.folder)) + len(line) + 3 > self.buffer_bytes:
                raise BufferError(f'the buffer holds its {self.buffer_bytes} bytes; the reading was not taken')
            if self.file and self.file.tell() + len(line) + 4 + len(self.topic.encode()) > UNIT:
                self.flush()
            if not self.file:
                self.file, self.newest, self.opened_at = open(self.folder / 'open', 'wb', buffering=0), 0, time.monotonic()
            at, line = self.file.tell(), (b',' if self.file.tell() else b'[') + line + b'\n'
            if self.file.write(line) < len(line) and self.file.seek(self.file.truncate(at)) == at:
                raise OSError('the disk is full; the reading was not taken')
            self.newest = max(self.newest, time_ms)

    def flush(self):
        """Sends what there is without waiting for a full message."""
        with self.lock:
            if self.file:
                os.fsync(self.file.fileno())
                self.file = self.file.close()
                self._seal(self.newest)
        self.wake.put(None)

    def close(self, wait_s=5):
        """Sends what can be sent in time; the rest waits in the folder for the next packer."""
        self.flush()
        until = time.monotonic() + wait_s
        while self._sealed() and time.monotonic() < until:
            time.sleep(0.01)
        self.ended = True
        self.worker.join()
        self.client.disconnect()
        self.client.loop_stop()

    def _sealed(self):
        return sorted(name for name in os.listdir(self.folder) if re.fullmatch(r'\d{12}-\d+\.json', name))

    def _seal(self, newest):
        (self.folder / 'open').rename(self.folder / f'{self.next:012}-{newest}.json')
        self.next += 1

    def _take_over(self):
        """What was open when the process ended, but for a line that was torn."""
        if (self.folder / 'open').exists():
            whole, end, _torn = (self.folder / 'open').read_bytes().rpartition(b'\n')
            os.truncate(self.folder / 'open', len(whole + end))
            times = [reading[self.time_field] for reading in json.loads(whole + b']')] if whole else []
            self._seal(max(times)) if times else (self.folder / 'open').unlink()

    def _work(self):
        while not self.ended:
            try:
                mid = self.wake.get(timeout=0.1)
                if mid in self.in_flight:
                    (self.folder / self.in_flight.pop(mid)).unlink()
            except queue.Empty:
                if self.file and time.monotonic() - self.opened_at > self.max_wait_s:
                    self.flush()
            for name in self._sealed() if self.client.is_connected() else []:
                if len(self.in_flight) < IN_FLIGHT and name not in self.in_flight.values() and int(name[13:-5]) <= self.now() + FUTURE_MS:
                    payload = (self.folder / name).read_bytes() + b']'
                    self.in_flight[self.client.publish(self.topic, payload, qos=1).mid] = name
