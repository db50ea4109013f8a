#!/usr/bin/perl
use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
$SIG{CHLD} = 'IGNORE';

my $server = IO::Socket::INET->new(
    LocalAddr => '0.0.0.0',
    LocalPort => 10000,
    Proto     => 'tcp',
    Listen    => SOMAXCONN,
    ReuseAddr => 1,
) or die "Cannot listen: $!\n";
print "Listening on port 10000\n";

while (1) {
    my $client = $server->accept or next;
    my $pid = fork;
    die "Cannot fork: $!\n" unless defined $pid;
    if ($pid) {
        close $client;
        next;
    }
    close $server;
    $client->autoflush(1);
    while (sysread $client, my $data, 1024) {
        print $client uc $data;
    }
    close $client;
    exit 0;
}
