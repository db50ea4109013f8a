//! client HOST PORT MESSAGE: sends the message and prints its echo.

use std::env;
use std::io::{self, Error, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::ffi::OsStringExt;
use std::process::exit;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);

fn exchange(host: &str, port: u16, message: &[u8]) -> io::Result<()> {
    let mut server = TcpStream::connect((host, port))?;
    server.set_read_timeout(Some(PATIENCE))?;
    server.set_write_timeout(Some(PATIENCE))?;
    server.write_all(message)?;
    let mut out = io::stdout();
    let mut buffer = [0; 4096];
    let mut owed = message.len();
    while owed > 0 {
        let most = owed.min(buffer.len());
        let n = server.read(&mut buffer[..most])?;
        if n == 0 {
            let why = format!("the server ended, {owed} bytes before the end of the echo");
            return Err(Error::new(ErrorKind::UnexpectedEof, why));
        }
        out.write_all(&buffer[..n])?;
        owed -= n;
    }
    out.flush()
}

fn main() {
    let mut words: Vec<_> = env::args_os().skip(1).collect();
    let message = words.pop().map(OsStringExt::into_vec);
    let place: Vec<String> = words.into_iter().flat_map(|word| word.into_string()).collect();
    let (message, host, port) = match (message, place.as_slice()) {
        (Some(message), [host, port]) => (message, host, port),
        _ => {
            eprintln!("usage: client HOST PORT MESSAGE");
            exit(2);
        }
    };
    let port = match port.parse() {
        Ok(port) => port,
        Err(_) => {
            eprintln!("client: {port} is no port");
            exit(2);
        }
    };
    if let Err(error) = exchange(host, port, &message) {
        eprintln!("client: {error}");
        exit(1);
    }
}
