const net = require('net');
const { Transform } = require('stream');

const isLower = (byte) => byte >= 0x61 && byte <= 0x7a;

const server = net.createServer((socket) => {
  const upper = new Transform({
    transform(chunk, encoding, callback) {
      callback(null, chunk.map((byte) => (isLower(byte) ? byte - 0x20 : byte)));
    },
  });
  socket.pipe(upper).pipe(socket);
});

server.on('error', (err) => {
  throw err;
});
server.listen(10000, '0.0.0.0', () => console.log('server bound'));
