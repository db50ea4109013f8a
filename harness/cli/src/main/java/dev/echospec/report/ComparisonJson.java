package dev.echospec.report;

import dev.echospec.compare.Baseline;
import dev.echospec.compare.Behaviours;
import dev.echospec.compare.CellResult;
import dev.echospec.compare.Changes;
import dev.echospec.compare.Cluster;
import dev.echospec.compare.ComparedCase;
import dev.echospec.compare.Comparison;
import dev.echospec.compare.MemberResult;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A comparison as JSON for programs: docs/compare.md tells what is in it. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /**
   * @param comparison of a fleet
   * @return the text of its results.json
   */
  public static String write(Comparison comparison) {
    ObjectNode json =
        JsonText.object()
            .put("format", Baseline.FORMAT)
            .put("echospec", comparison.version())
            .put("fleet", comparison.fleet())
            .put("seed", comparison.seed())
            .put("started", comparison.started().toString())
            .put("millis", comparison.took().toMillis())
            .put("complete", comparison.complete());
    ArrayNode cases = json.putArray("cases");
    for (ComparedCase one : comparison.cases()) {
      cases
          .addObject()
          .put("id", one.id())
          .put("level", one.level().name())
          .put("rule", one.rule());
    }
    ArrayNode members = json.putArray("members");
    comparison.members().forEach(member -> members.add(member(member)));
    ArrayNode behaviours = json.putArray("behaviours");
    comparison.behaviours().rows().forEach(row -> behaviours.add(behaviour(row, comparison)));
    ArrayNode clusters = json.putArray("clusters");
    comparison.clusters().forEach(cluster -> clusters.add(cluster(cluster)));
    json.set("changes", comparison.changes().map(ComparisonJson::changes).orElse(null));
    return JsonText.print(json, 5);
  }

  private static ObjectNode member(MemberResult member) {
    ObjectNode json =
        JsonText.object()
            .put("name", member.name())
            .put("target", member.target())
            .put("profile", member.profile().id())
            .put("standing", member.standing().name())
            .put("problem", member.problem().orElse(null))
            .put("log", member.log())
            .put("millis", member.took().toMillis())
            .put("report", member.folder());
    json.set("surprises", texts(member.surprises()));
    ObjectNode counts = json.putObject("counts");
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.name(), member.count(verdict));
    }
    counts.put("KNOWN", member.countKnown());
    ArrayNode cells = json.putArray("cases");
    member.cells().forEach(cell -> cells.add(cell(cell)));
    return json;
  }

  private static ObjectNode cell(CellResult cell) {
    Optional<CellResult.Broken> failure = cell.failure();
    return JsonText.object()
        .put("id", cell.caseId())
        .put("verdict", cell.verdict().name())
        .put("known", cell.isKnown())
        .put("tries", cell.tries())
        .put("millis", cell.took().toMillis())
        .put("reason", cell.reason().orElse(null))
        .put("message", failure.map(CellResult.Broken::message).orElse(null))
        .put("diagnosis", failure.flatMap(CellResult.Broken::diagnosis).orElse(null))
        .put("script", failure.flatMap(CellResult.Broken::script).orElse(null))
        .put("replay", failure.flatMap(CellResult.Broken::replay).orElse(null));
  }

  private static ObjectNode behaviour(Behaviours.Row row, Comparison comparison) {
    ObjectNode json = JsonText.object().put("name", row.name()).put("comparable", row.comparable());
    ObjectNode values = json.putObject("values");
    for (int i = 0; i < row.values().size(); i++) {
      values.put(comparison.members().get(i).name(), row.values().get(i).orElse(null));
    }
    return json;
  }

  private static ObjectNode cluster(Cluster cluster) {
    ObjectNode json = JsonText.object();
    json.set("members", texts(cluster.members()));
    json.set("broken", texts(cluster.broken()));
    json.set("behaviours", texts(cluster.behaviours()));
    return json;
  }

  private static ObjectNode changes(Changes changes) {
    ObjectNode json = JsonText.object().put("since", changes.since());
    ArrayNode list = json.putArray("list");
    for (Changes.Change change : changes.list()) {
      list.addObject()
          .put("kind", change.kind().word())
          .put("member", change.member().orElse(null))
          .put("case", change.caseId().orElse(null))
          .put("before", change.before().orElse(null))
          .put("after", change.after().orElse(null));
    }
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = JsonText.object().putArray("texts");
    texts.forEach(array::add);
    return array;
  }
}
