import asyncio


async def handle_echo(reader, writer):
    addr = writer.get_extra_info("peername")
    print(f"Connected: {addr}")
    try:
        while data := await reader.read(1024):
            writer.write(data.upper())
            await writer.drain()
    except ConnectionError as e:
        print(f"Lost: {addr}: {e}")
    finally:
        writer.close()
        print(f"Closed: {addr}")


async def main():
    server = await asyncio.start_server(handle_echo, "0.0.0.0", 10000)
    async with server:
        await server.serve_forever()


asyncio.run(main())
