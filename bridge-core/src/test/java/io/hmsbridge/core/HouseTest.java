package io.hmsbridge.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the engine and who may enter whose, in the order in which data flows. */
@AnalyzeClasses(packages = "io.hmsbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

    @ArchTest
    static final ArchRule DATA_FLOWS_ONE_WAY =
            layeredArchitecture().consideringOnlyDependenciesInAnyPackage("io.hmsbridge.core..")
                    .layer("Bridge").definedBy("io.hmsbridge.core")
                    .layer("event").definedBy("io.hmsbridge.core.event")
                    .layer("mapping").definedBy("io.hmsbridge.core.mapping..")
                    .layer("governance").definedBy("io.hmsbridge.core.governance")
                    .layer("ledger").definedBy("io.hmsbridge.core.ledger")
                    .layer("outbox").definedBy("io.hmsbridge.core.outbox")
                    .layer("plugin").definedBy("io.hmsbridge.core.plugin")
                    .layer("egress").definedBy("io.hmsbridge.core.egress")
                    .layer("replay").definedBy("io.hmsbridge.core.replay")
                    .layer("calendar").definedBy("io.hmsbridge.core.calendar")
                    .layer("json").definedBy("io.hmsbridge.core.json")
                    .layer("yaml").definedBy("io.hmsbridge.core.yaml")
                    .layer("watch").definedBy("io.hmsbridge.core.watch")
                    .layer("time").definedBy("io.hmsbridge.core.time")
                    .whereLayer("Bridge").mayNotBeAccessedByAnyLayer()
                    .whereLayer("event").mayOnlyBeAccessedByLayers("Bridge")
                    .whereLayer("mapping").mayOnlyBeAccessedByLayers("Bridge")
                    .whereLayer("governance").mayOnlyBeAccessedByLayers("Bridge")
                    .whereLayer("ledger").mayOnlyBeAccessedByLayers("Bridge", "outbox", "replay")
                    .whereLayer("outbox").mayOnlyBeAccessedByLayers("Bridge", "replay")
                    .whereLayer("replay").mayOnlyBeAccessedByLayers("Bridge")
                    .whereLayer("calendar").mayOnlyBeAccessedByLayers("Bridge", "mapping", "outbox")
                    .whereLayer("plugin").mayOnlyBeAccessedByLayers("Bridge", "outbox")
                    .whereLayer("egress").mayOnlyBeAccessedByLayers("Bridge", "outbox")
                    .whereLayer("yaml").mayOnlyBeAccessedByLayers("Bridge", "governance", "mapping")
                    .whereLayer("time").mayOnlyBeAccessedByLayers("Bridge", "ledger", "outbox")
                    .whereLayer("watch").mayOnlyBeAccessedByLayers("governance", "mapping", "plugin");

    @ArchTest
    static final ArchRule CALENDAR_JSON_YAML_AND_WATCH_KNOW_NO_ROOM = noClasses()
            .that()
            .resideInAnyPackage("io.hmsbridge.core.calendar", "io.hmsbridge.core.json", "io.hmsbridge.core.yaml",
                    "io.hmsbridge.core.watch")
            .should().dependOnClassesThat().resideInAnyPackage("io.hmsbridge.core", "io.hmsbridge.core.event",
                    "io.hmsbridge.core.mapping",
                    "io.hmsbridge.core.governance", "io.hmsbridge.core.ledger", "io.hmsbridge.core.outbox",
                    "io.hmsbridge.core.plugin",
                    "io.hmsbridge.core.egress", "io.hmsbridge.core.replay");

    @ArchTest
    static final ArchRule PF4J_STAYS_IN_THE_PLUGIN_ROOM =
            noClasses().that().resideOutsideOfPackages("io.hmsbridge.core.plugin", "io.hmsbridge.api")
                    .should().dependOnClassesThat().resideInAPackage("org.pf4j..");

    @ArchTest
    static final ArchRule SQL_STAYS_IN_THE_LEDGER = noClasses().that().resideInAPackage("io.hmsbridge.core..")
            .and().resideOutsideOfPackage("io.hmsbridge.core.ledger")
            .and().doNotHaveSimpleName("JdbcDrivers") // which takes away those that plugins leave, and asks no database
            .should().dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..");

    @ArchTest
    static final ArchRule THE_API_NEEDS_ONLY_THE_JDK_AND_A_MARKER =
            classes().that().resideInAPackage("io.hmsbridge.api")
                    .should().onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "javax.net..", "io.hmsbridge.api", "org.pf4j");
}
