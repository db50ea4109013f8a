defmodule EchoServer do
  require Logger

  def accept(port) do
    {:ok, socket} = :gen_tcp.listen(port, [:binary, packet: :raw, active: false, reuseaddr: true])
    Logger.info("Accepting connections on port #{port}")
    loop_acceptor(socket)
  end

  defp loop_acceptor(socket) do
    {:ok, client} = :gen_tcp.accept(socket)
    {:ok, pid} = Task.Supervisor.start_child(EchoServer.TaskSupervisor, fn -> serve(client) end)
    :gen_tcp.controlling_process(client, pid)
    loop_acceptor(socket)
  end

  defp serve(socket) do
    with {:ok, data} <- :gen_tcp.recv(socket, 0),
         :ok <- :gen_tcp.send(socket, String.upcase(data)) do
      serve(socket)
    else
      {:error, _reason} -> :gen_tcp.close(socket)
    end
  end
end

children = [
  {Task.Supervisor, name: EchoServer.TaskSupervisor},
  Supervisor.child_spec({Task, fn -> EchoServer.accept(10000) end}, restart: :permanent)
]

{:ok, _} = Supervisor.start_link(children, strategy: :one_for_one, name: EchoServer.Supervisor)
Process.sleep(:infinity)
