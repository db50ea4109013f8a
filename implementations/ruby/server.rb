require 'socket'

$stdout.sync = true

server = TCPServer.new('0.0.0.0', 10000)
puts 'Listening on port 10000'

loop do
  Thread.start(server.accept) do |client|
    while line = client.gets
      client.puts line.upcase
    end
    client.close
  end
end
