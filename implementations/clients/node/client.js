// client.js HOST PORT MESSAGE: sends the message and prints its echo.
'use strict';
const net = require('net');

const [host, port, text] = process.argv.slice(2);
if (text === undefined) {
  console.error('usage: client.js HOST PORT MESSAGE');
  process.exit(2);
}
const message = Buffer.from(text);
let received = 0;

function fail(why) {
  console.error('client.js: ' + why);
  process.exitCode = 1;
  socket.destroy();
}

const socket = net.connect({ host, port: Number(port) }, () => {
  socket.write(message);
  if (message.length === 0) {
    socket.end();
  }
});
socket.setTimeout(10000, () => fail('the server is silent'));
socket.on('data', (piece) => {
  process.stdout.write(piece.subarray(0, message.length - received));
  received += piece.length;
  if (received >= message.length) {
    socket.end();
  }
});
socket.on('end', () => {
  if (received < message.length) {
    fail(`the server ended after ${received} of ${message.length} bytes`);
  }
});
socket.on('error', (error) => {
  // Behind a complete echo, a reset loses nothing.
  if (received < message.length || message.length === 0) {
    fail(error.message);
  }
});
