use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

fn handle_client(mut stream: TcpStream) -> Result<()> {
    let mut buf = [0; 1024];
    loop {
        let n = stream.read(&mut buf)?;
        if n == 0 {
            return Ok(());
        }
        stream.write_all(&buf[..n].to_ascii_uppercase())?;
    }
}

fn main() -> Result<()> {
    let listener = TcpListener::bind("0.0.0.0:10000")?;
    println!("Listening on {}", listener.local_addr()?);

    for stream in listener.incoming() {
        match stream {
            Ok(stream) => {
                thread::spawn(|| {
                    if let Err(e) = handle_client(stream) {
                        eprintln!("Connection failed: {}", e);
                    }
                });
            }
            Err(e) => eprintln!("Accept failed: {}", e),
        }
    }
    Ok(())
}
