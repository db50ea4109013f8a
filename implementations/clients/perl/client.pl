# client.pl HOST PORT MESSAGE: sends the message and prints its echo.
use strict;
use warnings;
use IO::Socket::IP;

@ARGV == 3 or die "usage: client.pl HOST PORT MESSAGE\n";
my ($host, $port, $message) = @ARGV;
$SIG{PIPE} = 'IGNORE';
local $SIG{ALRM} = sub { die "the server is silent\n" };
binmode STDOUT;

my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Timeout => 10)
    or die "$host:$port: $@\n";
my $sent = 0;
while ($sent < length $message) {
    alarm 10;
    my $n = syswrite $socket, $message, length($message) - $sent, $sent;
    defined $n or die "write: $!\n";
    $sent += $n;
}
my $received = 0;
while ($received < length $message) {
    alarm 10;
    my $n = sysread $socket, my $piece, 4096;
    defined $n or die "read: $!\n";
    $n or die "the server ended after $received of ", length $message, " bytes\n";
    print substr $piece, 0, length($message) - $received;
    $received += $n;
}
alarm 0;
close $socket;
