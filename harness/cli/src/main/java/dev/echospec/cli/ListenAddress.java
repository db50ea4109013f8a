package dev.echospec.cli;

import dev.echospec.option.OptionText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where to listen: PORT on the loopback interface, or ADDRESS:PORT; port 0 for any. */
final class ListenAddress implements ITypeConverter<InetSocketAddress> {
  private static final String LOOPBACK = "127.0.0.1";

  @Override
  public InetSocketAddress convert(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    try {
      return new InetSocketAddress(
          InetAddress.getByName(host), port.equals("0") ? 0 : OptionText.port(port));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    } catch (UnknownHostException e) {
      throw new TypeConversionException("'" + host + "' is no address of this machine");
    }
  }
}
