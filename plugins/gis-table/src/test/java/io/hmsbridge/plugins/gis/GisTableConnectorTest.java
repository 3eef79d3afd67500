package io.hmsbridge.plugins.gis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.Packet;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.core.json.ExactJson;
import io.hmsbridge.plugins.jdbc.testkit.TestPostgres;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** With a real PostGIS. */
class GisTableConnectorTest {

    private static final Map<String, Object> POINT = Map.of("table", "sites", "lon", "lon", "lat", "lat");
    private static final Map<String, Object> SITES = Map.of("table", "sites");

    private final GisTableConnectorFactory factory = new GisTableConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);
    private final TestPostgres.Schema database = TestPostgres.schemaWithPostgis();
    private TestContext context;
    private Connector connector;
    private int sent;

    @BeforeEach
    void open() throws Exception {
        database.run("""
                CREATE TABLE sites (id text PRIMARY KEY, rate numeric, grade text, region text, geom geometry(Point, 4326));
                CREATE TABLE areas (id text PRIMARY KEY, geom geometry(MultiPolygon, 3857));
                CREATE TABLE shapes (id text PRIMARY KEY, geom geometry, place geography(Point));
                GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %1$s
                """.formatted(database.name()));
        context = TestContext.of(factory, Map.of("url", database.url(), "user", database.name(), "password",
                database.password(), "create_tables", true));
        connector = factory.create(context);
    }

    @AfterEach
    void close() throws Exception {
        connector.close();
        context.close();
    }

    @Test
    void aLongitudeAndALatitudeBecomeAPointToTheDigit() throws Exception {
        assertThat(send(POINT, "a", Map.of("rate", 68, "lon", new BigDecimal("8.541694123456"), "lat", "47.376887")))
                .isEqualTo(SendResult.delivered("upsert sites: 1 row"));

        assertThat(database.rows("SELECT rate, ST_X(geom), ST_Y(geom), ST_SRID(geom) FROM sites"))
                .containsExactly("68|8.541694123456|47.376887|4326");
    }

    @Test
    void wktAndGeoJsonBecomeGeometriesInTheColumnsReference() throws Exception {
        var square = Map.of("type", "Polygon", "coordinates",
                List.of(List.of(List.of(0, 0), List.of(0, 1), List.of(1, 1), List.of(1, 0), List.of(0, 0))));
        send(Map.of("table", "areas"), "json", Map.of("geom", square));
        send(Map.of("table", "areas"), "wkt", Map.of("geom", "POLYGON((0 0, 0 1, 1 1, 1 0, 0 0))"));
        send(Map.of("table", "areas"), "text",
                Map.of("geom", ExactJson.writeString(io.hmsbridge.api.Values.of(square))));

        assertThat(database.rows("SELECT DISTINCT GeometryType(geom), ST_SRID(geom), round(ST_XMax(geom)) FROM areas"))
                .containsExactly("MULTIPOLYGON|3857|111319");
        assertThat(send(Map.of("table", "shapes"), "s", Map.of("place", "POINT(8 47)", "geom", "LINESTRING(0 0, 1 1)")))
                .isInstanceOf(SendResult.Delivered.class);
        assertThat(database.rows("SELECT ST_AsText(place), ST_AsText(geom) FROM shapes"))
                .containsExactly("POINT(8 47)|LINESTRING(0 0,1 1)");
    }

    @Test
    void aBadGeometryIsRefusedWithTheReasonAndWithoutItsPlace() throws Exception {
        var refused = new LinkedHashMap<Map<String, ?>, String>();
        refused.put(Map.of("geom", "POINT(oops-13.37)"),
                "areas.geom: this is no WKT that can be read and brought into the"
                        + " column's spatial reference");
        refused.put(Map.of("geom", "13.37 8"), "areas.geom: this text is neither WKT nor GeoJSON");
        refused.put(Map.of("geom", "SRID=4326;POINT(13.37 8)"), "areas.geom: this text is neither WKT nor GeoJSON");
        refused.put(Map.of("geom", Map.of("type", "Spot", "at", "13.37")),
                "areas.geom: this is no GeoJSON geometry that"
                        + " can be read and brought into the column's spatial reference");
        refused.put(Map.of("geom", "POLYGON((0 0, 13.37 1, 0 1, 13.37 0, 0 0))"),
                "areas.geom: the geometry is not valid: Self-intersection");
        refused.put(Map.of("geom", "POINT(13.37 1)"), "areas.geom takes a MULTIPOLYGON, and this is a POINT");
        refused.put(Map.of("geom", "POLYGON EMPTY"), "areas.geom: the geometry is empty");
        refused.put(Map.of("geom", 1337), "areas.geom: a geometry is WKT, GeoJSON, or a longitude and a latitude");
        for (var one : refused.entrySet()) {
            assertThat(send(Map.of("table", "areas"), "x", one.getKey())).isEqualTo(SendResult.reject(one.getValue()));
        }
        assertThat(send(POINT, "x", Map.of("lon", 181, "lat", 0)))
                .isEqualTo(SendResult.reject("sites.geom: the longitude is not between -180 and 180"));
        assertThat(send(POINT, "x", Map.of("lon", 8, "lat", "north")))
                .isEqualTo(SendResult.reject("sites.geom: the latitude is no number"));
        assertThat(send(POINT, "x", Map.of("lon", 8)))
                .isEqualTo(SendResult.reject("sites.geom: a point needs both lon and lat, and only one is there"));
    }

    @Test
    void aGeometryMayNameItsReference() throws Exception {
        var point = Map.of("type", "Point", "coordinates", List.of(111319.490793, 0), "crs", "EPSG:3857");

        assertThat(send(SITES, "a", Map.of("geom", point))).isInstanceOf(SendResult.Delivered.class);
        assertThat(database.rows("SELECT round(ST_X(geom)::numeric, 6), ST_SRID(geom) FROM sites"))
                .containsExactly("1.000000|4326");
    }

    @Test
    void aNullTakesTheGeometryAway() throws Exception {
        send(POINT, "a", Map.of("lon", 8, "lat", 47));
        var nothing = new HashMap<String, Object>();
        nothing.put("lon", null);
        nothing.put("lat", null);
        send(POINT, "a", nothing);

        assertThat(database.rows("SELECT id, geom FROM sites")).containsExactly("a|null");
    }

    @Test
    void aSetWideUpdateChangesEveryRowOfAGradeInARegion() throws Exception {
        database.run("INSERT INTO sites VALUES ('a', 1, 'E5', 'EU'), ('b', 2, 'E5', 'EU'), ('c', 3, 'E5', 'US')");
        var with = Map.of("table", "sites", "mode", "update", "key", "grade", "where", Map.of("region", "EU"));

        assertThat(send(with, "E5", Map.of("rate", 70))).isEqualTo(SendResult.delivered("update sites: 2 rows"));
        assertThat(database.rows("SELECT id, rate FROM sites ORDER BY id")).containsExactly("a|70", "b|70", "c|3");
    }

    @Test
    void whoListensHearsOfWhatWasWrittenAndOfNothingElse() throws Exception {
        try (var listening = listen("sites_changed")) {
            var with = Map.of("table", "sites", "channel", "sites_changed");
            send(with, "a", Map.of("rate", 68));
            send(with, "b", Map.of("rate", "no number"));

            var heard = listening.unwrap(PGConnection.class).getNotifications(5_000);
            assertThat(heard).singleElement().satisfies(note -> assertThat(ExactJson.read(note.getParameter()))
                    .isEqualTo(Map.of("table", "sites", "packets", List.of("pkt-1"))));
            assertThat(listening.unwrap(PGConnection.class).getNotifications(1)).isNullOrEmpty();
        }
    }

    @Test
    void aRefreshIsCalledAfterTheCommitUntilItSucceeds() throws Exception {
        try (var dashboards = RecordingHttpServer.start()) {
            dashboards.answer(Answer.status(503));
            var packet =
                    packet(Map.of("table", "sites", "refresh", dashboards.uri() + "/reload"), "a", Map.of("rate", 68));

            assertThat(connector.send(packet)).isEqualTo(SendResult.retry(
                    "the rows are written, but the dashboards were not told: 503 from POST /reload"));
            assertThat(database.rows("SELECT rate FROM sites")).containsExactly("68");

            dashboards.answer(Answer.status(204));
            assertThat(connector.send(packet)).isEqualTo(SendResult.alreadyHad("upsert sites: had it"));
            assertThat(dashboards.last()).hasToString("POST /reload {\"packets\":[\"pkt-1\"]}");
        }
    }

    @Test
    void withoutAnySettingItIsMadeForADatabaseHere() throws Exception {
        try (var plain = TestContext.of(factory, Map.of()); var made = factory.create(plain)) {
            assertThat(plain.settings(GisTableConnectorFactory.Target.class).url())
                    .isEqualTo("jdbc:postgresql://localhost/gis");
            assertThat(packets.of(SITES).with(GisTableConnectorFactory.With.class).table()).isEqualTo("features");
            assertThat(made).isNotNull();
        }
    }

    private Connection listen(String channel) throws Exception {
        var properties = new Properties();
        properties.setProperty("user", database.name());
        properties.setProperty("password", database.password());
        var connection = new org.postgresql.Driver().connect(database.url(), properties);
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        return connection;
    }

    private SendResult send(Map<String, ?> with, String key, Map<String, ?> fields) throws Exception {
        return connector.send(packet(with, key, fields));
    }

    private Packet packet(Map<String, ?> with, String key, Map<String, ?> fields) throws Exception {
        var made = packets.of(fields, with);
        return new Packet(made.id(), made.idempotencyKey(), made.origin(), key, ++sent, 1, made.form(), made.content(),
                made.with(), "");
    }
}
