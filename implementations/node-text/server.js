const net = require('net');

const server = net.createServer((socket) => {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  console.log(`${peer} connected`);

  socket.on('data', (data) => {
    socket.write(data.toString().toUpperCase());
  });
  socket.on('end', () => console.log(`${peer} disconnected`));
  socket.on('error', (err) => console.log(`${peer}: ${err.message}`));
});

server.listen(10000, '0.0.0.0', () => console.log('listening on port 10000'));
