package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.ApplicationDefinition.Concern;
import io.genaiops.definition.ApplicationDefinition.RiskClass;
import io.genaiops.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes {@code <version>.application.yaml}. */
final class ApplicationFile {

    private static final Set<String> FIELDS = Set.of("purpose", "intendedUsers", "owner", "riskClass", "targets");

    private ApplicationFile() {}

    static ApplicationDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.APPLICATION, yaml, FIELDS);
        ApplicationDefinition.Builder application =
                ApplicationDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        yaml.require("purpose").as(application::purpose);
        YamlNode users = yaml.require("intendedUsers");
        List<String> groups = yaml.texts("intendedUsers");
        if (groups.isEmpty()) {
            throw users.error("expected at least one group of users, found none");
        }
        groups.forEach(group -> users.built(() -> application.intendedUsers(group)));
        yaml.require("owner").as(application::owner);
        application.riskClass(yaml.require("riskClass").as(RiskClass::parse));
        yaml.find("targets").ifPresent(node -> targets(application, node));
        return yaml.built(application::build);
    }

    private static void targets(ApplicationDefinition.Builder application, YamlNode node) {
        node.allowOnly(Arrays.stream(Concern.values()).map(Concern::toString).collect(Collectors.toSet()));
        for (Concern concern : Concern.values()) {
            node.find(concern.toString())
                    .ifPresent(limits -> AssetHeader.targets(limits)
                            .forEach(target -> limits.built(() -> application.target(concern, target))));
        }
    }

    static String write(ApplicationDefinition application) {
        return YamlWriter.of(application)
                .text("purpose", application.purpose())
                .texts("intendedUsers", application.intendedUsers())
                .text("owner", application.owner())
                .line("riskClass", application.riskClass().toString())
                .declared("targets", application)
                .toString();
    }
}
