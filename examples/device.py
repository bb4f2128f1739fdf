"""The packer of tidegauge/device in Python, on paho-mqtt: few messages, on disk until they are acknowledged."""
import collections, contextlib, itertools, json, os, pathlib, re, socket, threading, time
import paho.mqtt.client as mqtt

UNIT, MAX_PAYLOAD = 5 * 1024, 128 * 1024  # bytes of a message, topic included, that AWS IoT bills as one; and that it takes
FUTURE_MS = 15 * 60 * 1000  # Timestream refuses what is further ahead
IN_FLIGHT, ACK_S = 4, 30  # messages that wait for their PUBACK, and after how long the connection is made anew


class Packer:
    """One folder, one packer at a time. Files: `open` grows by a line a reading; `<number>-<newest time>.json` waits for its PUBACK."""

    def __init__(self, topic, folder, host='127.0.0.1', port=1883, rule=None, max_wait_s=60, time_field='ts', buffer_bytes=64 << 20,
                 client_id='', setup=lambda client: None, now=lambda: int(time.time() * 1000), on_problem=lambda error: None):
        self.topic = f'$aws/rules/{rule}/{topic}' if rule else topic  # with a rule: Basic Ingest, which costs no messaging
        self.folder, self.max_wait_s, self.time_field, self.buffer_bytes, self.now = pathlib.Path(folder), max_wait_s, time_field, buffer_bytes, now
        self.on_problem, self.lock, self.wake, self.in_flight = on_problem, threading.RLock(), threading.Event(), {}
        self.acknowledged, self.closed, self.ended, self.file, self.connected_at = collections.deque(), False, False, None, 0
        self.folder.mkdir(parents=True, exist_ok=True)
        names = sorted(name for name in os.listdir(folder) if re.fullmatch(r'\d{12}-\d{1,16}\.json', name))
        self.sealed, self.next = {name: (self.folder / name).stat().st_size for name in names}, int(names[-1][:12]) + 1 if names else 0
        self.flush()
        self.client = mqtt.Client(*([mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, 'CallbackAPIVersion') else []), client_id=client_id)
        setup(self.client)  # such as client.tls_set(ca, certificate, key); paho 2 asks for the version of its callbacks
        self.client.on_connect = lambda *_: setattr(self, 'connected_at', time.monotonic()) or self.wake.set()
        self.client.on_publish = lambda _client, _data, mid: self.acknowledged.append(mid) or self.wake.set()
        self.client.connect_async(host, port)
        self.client.loop_start()
        self.worker = threading.Thread(target=self._work, daemon=True)
        self.worker.start()

    def add(self, reading, time_ms=None):
        """Takes a reading: when this returns, it is on disk. Raises for what is no reading, and when folder or disk hold all they may."""
        time_ms = self.now() if time_ms is None else time_ms
        if self.closed or self.time_field in reading or type(time_ms) is not int or not 0 <= time_ms < 1 << 53:
            raise ValueError(f'closed, a {self.time_field}, which the packer writes, or a time not in whole milliseconds since 1970: {time_ms}')
        line = json.dumps({**reading, self.time_field: time_ms}, separators=(',', ':'), ensure_ascii=False, allow_nan=False).encode()
        if len(line) + 3 > MAX_PAYLOAD:
            raise ValueError(f'a reading of {len(line)} bytes: a message takes {MAX_PAYLOAD}')
        with self.lock:
            if sum([*self.sealed.values()]) + (self.file.tell() if self.file else 0) + len(line) + 3 > self.buffer_bytes:
                raise BufferError(f'the buffer holds its {self.buffer_bytes} bytes; the reading was not taken')
            if not self.file or self.file.tell() + len(line) + 4 + len(self.topic.encode()) > UNIT:
                self.flush()
                self.opened_at, self.file = time.monotonic(), open(self.folder / 'open', 'wb', buffering=0)
            at, line = self.file.tell(), (b',' if self.file.tell() else b'[') + line + b'\n'
            if self.file.write(line) < len(line) and self.file.seek(self.file.truncate(at)) == at:
                raise OSError('the disk is full; the reading was not taken')

    def flush(self):
        """Sends what there is without waiting for a full message."""
        with self.lock:
            if self.file:
                os.fsync(self.file.fileno())
                self.file = self.file.close()
            self._seal()
        self.wake.set()

    def close(self, wait_s=5):
        """Sends what can be sent in time; the rest waits in the folder for the next packer."""
        self.closed, self.max_wait_s = True, -1
        if self.worker is not threading.current_thread():  # which on_problem may close from, and cannot wait for itself
            self.worker.join(wait_s)
        self.ended = True
        self.client.disconnect()
        self.client.loop_stop()

    def _seal(self):
        """Names what is open, of an earlier run too, up to the first line that is not whole: a kill tears the last, a power cut any."""
        path, size, newest = self.folder / 'open', 0, 0
        with contextlib.suppress(ValueError, TypeError):
            for line in path.read_bytes().split(b'\n')[:-1] if path.exists() else []:
                [reading] = json.loads(line.replace(b',' if size else b'[', b'[', 1) + b']')
                size, newest = size + len(line) + 1, max(newest, int(reading.get(self.time_field, 0)))
        if size:
            os.truncate(path, size)
            name = path.rename(self.folder / f'{self.next:012}-{newest}.json').name
            self.sealed[name], self.next = size, self.next + 1

    def _work(self):
        while (self.sealed or self.file or not self.closed) and not self.ended:
            try:
                self.wake.wait(0.1)
                self.wake.clear()
                while self.acknowledged:
                    name, _sent = self.in_flight.pop(self.acknowledged.popleft())
                    (self.folder / name).unlink()
                    self.sealed.pop(name)
                if self.file and time.monotonic() - self.opened_at > self.max_wait_s:
                    self.flush()
                late = any(max(sent, self.connected_at) + ACK_S < time.monotonic() for _name, sent in self.in_flight.values())
                if late and self.client.is_connected():
                    self.connected_at = time.monotonic()
                    self.on_problem(TimeoutError(f'no PUBACK for {ACK_S} s: connecting again'))
                    socket.socket.shutdown(self.client.socket(), socket.SHUT_RDWR)  # the library connects and sends again
                due = (name for name in list(self.sealed) if name not in dict(self.in_flight.values()) and int(name[13:-5]) <= self.now() + FUTURE_MS)
                for name in itertools.islice(due, IN_FLIGHT - len(self.in_flight) if self.client.is_connected() else 0):
                    self.in_flight[self.client.publish(self.topic, (self.folder / name).read_bytes() + b']', qos=1).mid] = name, time.monotonic()
            except Exception as error:  # of disk or library: without this thread nothing would be sent any more
                self.on_problem(error)
