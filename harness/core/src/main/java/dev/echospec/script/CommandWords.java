package dev.echospec.script;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Words that are commands to some server or shell, and plain content to an echo server. All are in
 * lower case; a word that several protocols share is listed under one of them only.
 */
public final class CommandWords {
  /** RFC 5321 (SMTP), RFC 3207, RFC 4954. */
  private static final String MAIL_TRANSFER =
      "helo ehlo mail rcpt data rset vrfy expn help noop quit starttls auth turn etrn bdat";

  /** RFC 1939 (POP3), RFC 2449, RFC 9051 (IMAP). */
  private static final String MAIL_ACCESS =
      "user pass apop stat list retr dele uidl top capa login logout examine create delete rename"
          + " subscribe unsubscribe lsub status append idle expunge search fetch store copy"
          + " capability authenticate done";

  /** RFC 959 (FTP), RFC 3659, and what FTP clients take. */
  private static final String FILE_TRANSFER =
      "acct cwd cdup smnt rein port pasv epsv eprt type stru mode stor stou appe allo rest rnfr rnto"
          + " abor rmd mkd pwd nlst site syst feat mdtm size bye open close get put mget mput ascii"
          + " binary dir";

  /** RFC 9110 (HTTP), RFC 2326 (RTSP), RFC 3261 (SIP). */
  private static final String WEB =
      "head post options connect trace patch describe announce setup play pause record teardown"
          + " redirect invite ack cancel register";

  /** RFC 2812 (IRC), RFC 3977 (NNTP). */
  private static final String CHAT_AND_NEWS =
      "nick oper join part topic names kick privmsg notice motd lusers version stats links time"
          + " admin info who whois whowas kill ping pong away rehash die restart summon squit group"
          + " article body last next newgroups ihave reader";

  /** Chat rooms, bots and games. */
  private static final String CHAT_ROOMS =
      "/quit /exit /help /nick /join /part /leave /msg /me /list /who /bye /logout /kick !quit !help"
          + " !stop look say north";

  /** Telnet, rlogin and bulletin boards. */
  private static final String TERMINALS =
      "exit logoff logon end finish leave goodbye disconnect hangup menu more q x ? ~.";

  /** Shells. */
  private static final String SHELLS =
      "ls cd cat echo env set export sh bash su sudo rm clear history whoami uname date uptime ps"
          + " reboot halt poweroff shutdown init suspend fg bg jobs eval exec source";

  /** Editors, interpreters and their prompts. */
  private static final String PROMPTS =
      ":q :q! :quit :wq :x .exit .quit .help .q \\q \\quit quit() exit() exit; quit; eof eot ^c ^d"
          + " break return";

  /** SQL and its clients, Redis, memcached, ZooKeeper. */
  private static final String DATABASES =
      "select insert update drop commit rollback begin explain show use go config monitor flushall"
          + " multi discard reset client incr decr touch flush_all verbosity add replace ruok srvr"
          + " mntr conf cons dump envi wchs isro";

  /** Control channels of services. */
  private static final String CONTROL =
      "stop start reload resume abort terminate terminated enable disable debug test about hello hi"
          + " over yes no";

  private static final List<String> ALL =
      Stream.of(
              MAIL_TRANSFER,
              MAIL_ACCESS,
              FILE_TRANSFER,
              WEB,
              CHAT_AND_NEWS,
              CHAT_ROOMS,
              TERMINALS,
              SHELLS,
              PROMPTS,
              DATABASES,
              CONTROL)
          .flatMap(words -> Stream.of(words.split(" ")))
          .toList();

  private static final Set<String> KNOWN = Set.copyOf(ALL);

  private CommandWords() {}

  /** Returns all words in lower case, by protocol, without duplicates. */
  public static List<String> all() {
    return ALL;
  }

  /**
   * Returns whether bytes are one of the words in any case, with nothing else but blanks and line
   * ends.
   *
   * @param bytes what a client wrote
   */
  public static boolean isOne(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
    return KNOWN.contains(text.toLowerCase(Locale.ROOT));
  }
}
