package io.hmsbridge.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sheets that come with the product pass their own tests, and the schema. */
class ShippedSheetsTest {

    private static final Path MAPPINGS = Path.of("..", "mappings");

    @Test
    void allTestsPassAndSeeAllOfTheSheets() throws IOException {
        var tested = SheetBench.test(MAPPINGS);

        assertThat(tested).hasSizeGreaterThanOrEqualTo(5).allSatisfy(sheet -> {
            assertThat(sheet.problems()).isEmpty();
            var report = sheet.report().orElseThrow();
            assertThat(report.results()).isNotEmpty().allSatisfy(r -> assertThat(r.differences()).isEmpty());
            assertThat(report.coverage().missed()).isEmpty();
        });
    }

    @Test
    void theSchemaAcceptsThem() throws IOException {
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SheetSchema.text());
        List<Path> sheets;
        try (var files = Files.list(MAPPINGS)) {
            sheets = files.filter(f -> f.toString().endsWith(".yaml") && !SheetFiles.isTest(f.toString())).toList();
        }
        for (var sheet : sheets) {
            assertThat(schema.validate(Files.readString(sheet), InputFormat.YAML)).as(sheet.toString()).isEmpty();
        }
    }
}
