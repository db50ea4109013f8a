package dev.echospec.report;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas of docs/, read more strictly than they are published: a reader has to ignore
 * properties that it does not know, but what the kit itself writes is in the schema.
 */
public final class Schemas {
  /** The folder of the pages and schemas, from the folder of this module. */
  private static final Path DOCS = Path.of("../../docs");

  private Schemas() {}

  /** Returns what is wrong with a text; the schema is one of results, failure and comparison. */
  public static List<String> errors(String schema, String text) throws IOException, Malformed {
    JsonNode json = read(schema);
    close(json);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(json)
        .validate(text, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  static JsonNode read(String schema) throws IOException, Malformed {
    return JsonText.parse(Files.readString(DOCS.resolve(schema + ".schema.json")));
  }

  private static void close(JsonNode json) {
    if (json instanceof ObjectNode object
        && object.has("type")
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    json.forEach(Schemas::close);
  }
}
