package dev.echospec.generalise;

import java.util.List;
import java.util.Optional;

/**
 * The class of scripts that show a fault, as far as it was measured.
 *
 * @param sentences one for each dimension that was measured, without its full stop
 * @param limitation the content that the server cannot take; empty if the fault is not one of
 *     content
 */
public record Extent(List<String> sentences, Optional<ContentLimitation> limitation) {
  /** Nothing was measured. */
  public static final Extent UNKNOWN = new Extent(List.of(), Optional.empty());

  /** Copies the list. */
  public Extent {
    sentences = List.copyOf(sentences);
  }
}
