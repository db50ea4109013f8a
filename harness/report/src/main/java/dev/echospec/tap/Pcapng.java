package dev.echospec.tap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes what a relay sees as a capture that Wireshark opens: exported application-layer packets,
 * one for each event, with its direction, the addresses of both ends, and a comment. No TCP or IP
 * header is made up: a relay has seen none.
 *
 * <p>The format is that of draft-ietf-opsawg-pcapng with the link type WIRESHARK_UPPER_PDU, whose
 * tags Wireshark's epan/exported_pdu.h defines. The file is whole after each event.
 */
public final class Pcapng implements TapEvent.Listener {
  private static final int SECTION = 0x0A0D0D0A;
  private static final int BYTE_ORDER_MARK = 0x1A2B3C4D;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final short UPPER_PDU = 252;

  private static final short OPTION_COMMENT = 1;
  private static final short OPTION_NAME = 2;
  private static final short OPTION_FLAGS = 2;
  private static final short OPTION_APPLICATION = 4;
  private static final short OPTION_RESOLUTION = 9;

  /** A power of ten: the times are in nanoseconds. */
  private static final byte[] NANOSECONDS = {9};

  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  private static final short TAG_DISSECTOR = 12;
  private static final short TAG_IPV4_SOURCE = 20;
  private static final short TAG_IPV4_DESTINATION = 21;
  private static final short TAG_IPV6_SOURCE = 22;
  private static final short TAG_IPV6_DESTINATION = 23;
  private static final short TAG_PORT_TYPE = 24;
  private static final short TAG_SOURCE_PORT = 25;
  private static final short TAG_DESTINATION_PORT = 26;
  private static final short TAG_DIRECTION = 35;
  private static final int PORT_OF_TCP = 2;
  private static final int SENT = 0;
  private static final int RECEIVED = 1;

  /** A packet without the bytes takes less. */
  private static final int ROOM = 1024;

  private static final int NANOS = 1_000_000_000;

  private final OutputStream out;
  private final Instant began;

  /**
   * Begins a capture.
   *
   * @param out where it goes; flushed after each event, closed by its owner
   * @param application what writes it, such as a name and a version
   * @param began when the relay began: the times of events are counted from here
   * @throws IOException if it cannot be written
   */
  public Pcapng(OutputStream out, String application, Instant began) throws IOException {
    this.out = out;
    this.began = began;
    ByteBuffer section = block(SECTION, ROOM + 4 * application.length());
    section.putInt(BYTE_ORDER_MARK).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(section, OPTION_APPLICATION, application.getBytes(UTF_8));
    end(section);
    ByteBuffer port = block(INTERFACE, ROOM);
    port.putShort(UPPER_PDU).putShort((short) 0).putInt(0);
    option(port, OPTION_NAME, "tap".getBytes(UTF_8));
    option(port, OPTION_RESOLUTION, NANOSECONDS);
    end(port);
    out.flush();
  }

  @Override
  public void happened(TapEvent event) {
    try {
      packet(event);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void packet(TapEvent event) throws IOException {
    byte[] tags = tags(event);
    int length = tags.length + event.bytes().length;
    Duration time = Duration.ofSeconds(began.getEpochSecond(), began.getNano()).plus(event.at());
    long nanos = time.getSeconds() * NANOS + time.getNano();
    ByteBuffer block = block(ENHANCED_PACKET, ROOM + length);
    block.putInt(0).putInt((int) (nanos >>> Integer.SIZE)).putInt((int) nanos);
    block.putInt(length).putInt(length).put(tags).put(event.bytes());
    pad(block);
    int flags = event.side() == Side.CLIENT ? OUTBOUND : INBOUND;
    option(block, OPTION_FLAGS, little(Integer.BYTES).putInt(flags).array());
    option(block, OPTION_COMMENT, comment(event).getBytes(UTF_8));
    end(block);
  }

  private static String comment(TapEvent event) {
    String sentence =
        "#" + event.connection() + ": the " + event.side().word() + " " + event.kind().words();
    return event.kind() == TapEvent.Kind.DATA
        ? sentence + " " + event.bytes().length + " bytes in one piece"
        : sentence;
  }

  private static byte[] tags(TapEvent event) {
    // Tags, unlike blocks, are big-endian.
    ByteBuffer tags = ByteBuffer.allocate(ROOM);
    tag(tags, TAG_DISSECTOR, "data".getBytes(UTF_8));
    var source = event.ends().of(event.side());
    var destination = event.ends().of(event.side().other());
    // A pair of addresses is of one family, or Wireshark shows neither: both sides of the relay
    // need
    // not be.
    boolean four =
        source.getAddress() instanceof Inet4Address
            && destination.getAddress() instanceof Inet4Address;
    tag(tags, four ? TAG_IPV4_SOURCE : TAG_IPV6_SOURCE, address(source.getAddress(), four));
    tag(
        tags,
        four ? TAG_IPV4_DESTINATION : TAG_IPV6_DESTINATION,
        address(destination.getAddress(), four));
    tag(tags, TAG_PORT_TYPE, PORT_OF_TCP);
    tag(tags, TAG_SOURCE_PORT, source.getPort());
    tag(tags, TAG_DESTINATION_PORT, destination.getPort());
    tag(tags, TAG_DIRECTION, event.side() == Side.CLIENT ? SENT : RECEIVED);
    tags.putInt(0);
    byte[] bytes = new byte[tags.flip().remaining()];
    tags.get(bytes);
    return bytes;
  }

  /** An address of IPv4 beside one of IPv6 is written as a mapped one. */
  private static byte[] address(java.net.InetAddress address, boolean four) {
    byte[] bytes = address.getAddress();
    if (four || bytes.length > Integer.BYTES) {
      return bytes;
    }
    return ByteBuffer.allocate(16).putLong(0).putInt(0xFFFF).put(bytes).array();
  }

  private static void tag(ByteBuffer tags, short number, int value) {
    tag(tags, number, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  /** Appends a tag; the length of a value is a multiple of four. */
  private static void tag(ByteBuffer tags, short number, byte[] value) {
    tags.putShort(number).putShort((short) value.length).put(value);
  }

  private static ByteBuffer little(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins a block; its length is written at its end. */
  private static ByteBuffer block(int type, int capacity) {
    return little(capacity).putInt(type).putInt(0);
  }

  private static void option(ByteBuffer block, short code, byte[] value) {
    block.putShort(code).putShort((short) value.length).put(value);
    pad(block);
  }

  private static void pad(ByteBuffer buffer) {
    while (buffer.position() % Integer.BYTES != 0) {
      buffer.put((byte) 0);
    }
  }

  private void end(ByteBuffer block) throws IOException {
    block.putInt(0);
    int length = block.position() + Integer.BYTES;
    block.putInt(length).putInt(Integer.BYTES, length);
    out.write(block.array(), 0, length);
  }
}
