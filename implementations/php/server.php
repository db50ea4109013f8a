<?php
$server = stream_socket_server('tcp://0.0.0.0:10000', $errno, $errstr);
if (!$server) {
    die("$errstr ($errno)\n");
}
echo "Listening on port 10000\n";

$clients = [];
while (true) {
    $read = array_merge([$server], $clients);
    $write = null;
    $except = null;
    if (stream_select($read, $write, $except, null) === false) {
        break;
    }
    foreach ($read as $socket) {
        if ($socket === $server) {
            $client = stream_socket_accept($server);
            if ($client) {
                $clients[(int) $client] = $client;
            }
            continue;
        }
        $data = fread($socket, 1024);
        if ($data === false || $data === '') {
            unset($clients[(int) $socket]);
            fclose($socket);
            continue;
        }
        fwrite($socket, strtoupper($data));
    }
}
